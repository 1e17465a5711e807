/** The numbers below a count in the order their texts sort: 0 1 10 11 2 … */
export function orderLabels(count: number): readonly number[] {
  const known = labelOrders.get(count)
  if (known !== undefined) return known
  const order = Array.from({ length: count }, (_, label) => `${label}`)
    .sort()
    .map(Number)
  if (labelOrders.size > 64) labelOrders.clear()
  labelOrders.set(count, order)
  return order
}

const labelOrders = new Map<number, readonly number[]>()
