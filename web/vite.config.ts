import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Two builds: what the browser loads (one stylesheet, small islands), and the pages, which run in the server. */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  // A page that goes on on the device is drawn there by Preact: a tenth of what React would be to download.
  resolve: isSsrBuild
    ? {}
    : {
        alias: [
          { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
          { find: /^react(-dom)?$/, replacement: 'preact/compat' },
          { find: /^react\/jsx(-dev)?-runtime$/, replacement: 'preact/jsx-runtime' },
        ],
      },
  worker: { format: 'es' },
  build: {
    outDir: isSsrBuild ? 'dist/server' : 'dist/client',
    // A server that runs from this folder still names the files of the build before.
    emptyOutDir: false,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    manifest: !isSsrBuild,
    modulePreload: { polyfill: false },
    // Data URLs would be refused by the content security policy for fonts and scripts.
    assetsInlineLimit: 0,
    rolldownOptions: isSsrBuild
      ? { input: 'src/entry.ts', output: { entryFileNames: 'entry.js' } }
      : {
          input: {
            style: 'src/kit/style/index.css',
            code: 'src/islands/code.ts',
            copy: 'src/islands/copy.ts',
            maps: 'src/islands/maps.ts',
            passkey: 'src/islands/passkey.ts',
            progress: 'src/islands/progress.ts',
            rows: 'src/islands/rows.ts',
            'keep-page': 'src/islands/keep-page.ts',
            verify: 'src/islands/verify.ts',
          },
        },
  },
  ssr: { noExternal: ['react', 'react-dom', /^@bricka\//, /^@lingui\//] },
  define: isSsrBuild ? { 'process.env.NODE_ENV': '"production"' } : {},
}))
