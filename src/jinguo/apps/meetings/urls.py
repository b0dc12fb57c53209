from django.urls import path
app_name = "meetings"
urlpatterns = [path("<uuid:uid>/seat/", lambda r, uid: None, name="seat")]
