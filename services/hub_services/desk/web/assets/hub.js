// Everything works without this: it wakes the components, and keeps a preview up to date.
import { initAll } from './govuk-frontend.min.js'

initAll()

const form = document.querySelector('form[data-preview]')
if (form) {
  const pane = document.getElementById('preview')
  let waiting
  let newest = 0
  const refresh = async () => {
    const mine = ++newest
    try {
      const answer = await fetch(form.dataset.preview, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        credentials: 'same-origin'
      })
      if (answer.ok && mine === newest) pane.innerHTML = await answer.text()
    } catch { /* the button beside it does the same */ }
  }
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(refresh, 500)
  })
}
document.body.dataset.ready = ''
