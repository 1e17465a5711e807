/** The package's own types are written for CommonJS, while what is imported is its ES module: what we use of it. */
declare module 'highs' {
  type Solved = {
    Status: string
    ObjectiveValue: number
    Columns: Record<string, { Primal?: number }>
  }
  export default function loadHighs(): Promise<{
    solve(model: string, options: { time_limit?: number; mip_rel_gap?: number; output_flag?: boolean }): Solved
  }>
}
