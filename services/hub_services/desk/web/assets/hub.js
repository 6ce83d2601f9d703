// Everything works without this: it wakes the components, and keeps a preview up to date.
import { initAll } from './govuk-frontend.min.js'

initAll()

// A part that belongs to some choices is folded away until one of them is made.
for (const part of document.querySelectorAll('[data-when]')) {
  const choices = document.getElementsByName(part.dataset.when)
  const fold = () => {
    part.hidden = ![...choices].some(each => (each.checked ?? true) && part.dataset.is.split(' ').includes(each.value))
  }
  for (const each of choices) each.addEventListener('change', fold)
  fold()
}

// A choice that fits some answers to another question is folded away with the others.
for (const choice of document.querySelectorAll('[data-only]')) {
  const [name, ...fitting] = choice.dataset.only.split(' ')
  const answers = [...document.getElementsByName(name)]
  const fold = () => {
    const chosen = answers.find(each => each.checked)
    const folded = chosen !== undefined && !fitting.includes(chosen.value)
    choice.closest('.govuk-radios__item').classList.toggle('hub-folded', folded)
    if (folded) choice.checked = false
  }
  for (const each of answers) each.addEventListener('change', fold)
  fold()
}

// What is folded opens when an answer asks for it.
for (const part of document.querySelectorAll('[data-opens-on]')) {
  for (const answer of part.dataset.opensOn.split(' ')) {
    const [name, value] = answer.split('=')
    for (const each of document.getElementsByName(name)) {
      each.addEventListener('change', () => {
        if (each.value === value && each.checked !== false) part.open = true
      })
    }
  }
}

// What an error leads to may be folded away: it opens before the link is followed.
const unfold = hash => {
  const field = document.getElementById(decodeURIComponent(hash.slice(1)))
  for (let part = field?.parentElement; part; part = part.parentElement) {
    if (part.tagName === 'DETAILS') part.open = true
    if (part.dataset.when) part.hidden = false
  }
}
document.addEventListener('click', click => {
  const link = click.target.closest('.govuk-error-summary a')
  if (link) unfold(link.hash)
}, true)

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
