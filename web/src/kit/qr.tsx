import qrcode from 'qrcode'

/** A QR code as one path, drawn in the server. `label` says where it leads. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const path = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (modules.get(y, x) ? `M${x + 4} ${y + 4}h1v1h-1z` : '')).join(''),
  ).join('')
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size + 8} ${size + 8}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
