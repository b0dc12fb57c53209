// Runs before the first paint: the page knows that scripts run.
document.documentElement.classList.add("js");
