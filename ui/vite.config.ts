// The build that is shipped: one page, one entry, the desk behind it through Tauri.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // Tests mount components, so they need the browser's half of Svelte.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  // The made-up desk of the tests reads the sample plans of the top folder.
  server: process.env.VITEST ? { fs: { allow: [".."] } } : {},
  // Relative addresses work under the window's own scheme on every system.
  base: "./",
  // The map library's worker is a module.
  worker: { format: "es" },
  build: {
    target: ["es2022", "safari16.4"],
    chunkSizeWarningLimit: 1_500,
    // A font or picture inside a script would need `data:` in the content security policy.
    assetsInlineLimit: 0,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // Above the longest wait of `host/fake/window`: what fails says for what it waited.
    testTimeout: 30_000,
  },
});
