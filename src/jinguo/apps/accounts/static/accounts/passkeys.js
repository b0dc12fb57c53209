// Says on the page what went wrong with a passkey, beside the button that was pressed.
(function () {
  const problem = document.getElementById('passkey-problem')
  let pressed = null
  document.addEventListener('click', function (event) { pressed = event.target.closest('button') || pressed }, true)
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    if (pressed && pressed.parentElement) pressed.parentElement.after(problem)
    problem.hidden = false
  })
})()
