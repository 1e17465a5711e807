/** Buttons that put a field's text on the clipboard. They are hidden until this has loaded. */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy ?? '')
    if (!(field instanceof HTMLInputElement)) return
    field.select()
    await navigator.clipboard.writeText(field.value)
    const done = button.dataset.done ?? ''
    button.textContent = done
    const status = button.closest('.copy-link')?.querySelector('[data-copy-status]')
    if (status) status.textContent = done
  })
}
