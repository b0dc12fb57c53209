from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "jinguo.apps.reviews"
    label = "reviews"
