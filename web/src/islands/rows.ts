/**
 * Adds another row to a list of fields: `<template data-row>` holds one with `__n__` where its number goes, and
 * `<button data-add-row hidden>` stands in the same `[data-rows]` element. Rows carry a hidden `data-remove-row` button.
 */
for (const list of document.querySelectorAll<HTMLElement>('[data-rows]')) {
  const template = list.querySelector<HTMLTemplateElement>(':scope > template[data-row]')
  const button = list.querySelector<HTMLButtonElement>(':scope > [data-add-row], :scope > * > [data-add-row]')
  if (!template || !button) continue
  let next = Number(list.dataset.rows ?? '0')
  button.hidden = false
  button.addEventListener('click', () => {
    const holder = document.createElement('template')
    holder.innerHTML = template.innerHTML.replaceAll('__n__', String(next++))
    const row = holder.content.firstElementChild
    template.before(holder.content)
    row?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select')?.focus()
    showRemovers(list)
  })
  showRemovers(list)
}

function showRemovers(list: HTMLElement): void {
  for (const remover of list.querySelectorAll<HTMLButtonElement>('[data-remove-row]')) {
    if (!remover.hidden) continue
    remover.hidden = false
    remover.addEventListener('click', () => {
      remover.closest('[data-row-item]')?.remove()
      list.querySelector<HTMLButtonElement>('[data-add-row]')?.focus()
    })
  }
}
