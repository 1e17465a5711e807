import { takeOver } from '../planner/maps-on-device.tsx'

/** Competence maps, reckoned on the device that asks. Until all is loaded, and where it cannot be, the server answers. */
const block = document.querySelector<HTMLElement>('[data-maps]')
if (block) void takeOver(block)
