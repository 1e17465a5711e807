/** Our own small set, drawn on a 24-grid with one stroke width. Always beside a word, so never read out. */
const paths = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  question: 'M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1.1-1.4 2.1M12 17.2v.1',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  link: 'M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.5 7.500M14 10a4 4 0 0 0-6-.4l-2.600 2.600a4 4 0 0 0 5.700 5.700l1.400-1.400',
  download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  share: 'M12 15V4M8 7.500L12 4l4 3.500M6 12v8h12v-8',
  search: 'M11 4.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13M16 16l4 4',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17M12 7.500V12l3 2',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500',
  house: 'M4 11l8-6.500L20 11M6 10v9.500h12V10M10 19.500v-5h4v5',
  mail: 'M4 6.500h16v11.500H4zM4.500 7l7.500 6 7.500-6',
  key: 'M8 10.500a4 4 0 1 1 0 8 4 4 0 0 1 0-8M11 12l8-8M16 7l2.500 2.500',
  file: 'M6.500 3.500h7l4 4v13h-11zM13.500 3.500v4h4',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 10a3.300 3.300 0 1 1 0 6.600 3.300 3.300 0 0 1 0-6.600',
  warning: 'M12 4.500l8.500 15h-17zM12 10v4.500M12 17v.1',
  note: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17M12 11v5M12 8v.1',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  bin: 'M5 7h14M10 7V4.500h4V7M7 7l1 12.500h8L17 7M10.500 10.500v6M13.500 10.500v6',
  plus: 'M12 5v14M5 12h14',
  globe:
    'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17M3.500 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17',
  eye: 'M2.500 12c4-8 15-8 19 0-4 8-15 8-19 0M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
