import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// One project, one HTML document per entry, one shared chunk (UI-4). The server sends these files unchanged, so nothing
// here may need an inline script or an inline style (UI-54).
export default defineConfig({
  plugins: [
    vue(),
    Components({
      dirs: [],
      dts: false,
      include: [/src\/staff\/.*\.vue($|\?vue)/],
      resolvers: [ElementPlusResolver({ importStyle: 'css', directives: false })],
    }),
  ],
  resolve: { alias: { '@shared': here('./src/shared') } },
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: ['chrome64', 'safari12'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      input: { resident: here('./index.html'), staff: here('./staff/index.html') },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': process.env.LILONG_SERVER ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'happy-dom', server: { deps: { inline: ['element-plus'] } }, include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
})
