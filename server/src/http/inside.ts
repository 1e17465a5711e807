declare module 'fastify' {
  interface FastifyInstance {
    /** Known to this process alone: by it a call that a page makes in process is told from one that came in. */
    insideKey: string
  }
}

export const insideHeader = 'bricka-inside'
