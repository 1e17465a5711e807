import { takeOver } from '../verifier/check-code.tsx'

/** A printed code, checked on the device that scanned it. */
const block = document.querySelector<HTMLElement>('[data-code]')
if (block?.dataset.code) void takeOver(block, JSON.parse(block.dataset.code))
