import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Everything is a file of its own (no data: URLs, no inline script), so that the page's Content-Security-Policy can name
// 'self' and nothing else. The names carry a hash of the contents; only index.html must not be cached.
export default defineConfig({
  base: '/sapa/',
  plugins: [svelte()],
  resolve: {
    alias: { '~dkfds': fileURLToPath(new URL('./node_modules/dkfds', import.meta.url)) },
  },
  css: {
    preprocessorOptions: {
      scss: { silenceDeprecations: ['if-function'] }, // dkfds 11 uses it
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
