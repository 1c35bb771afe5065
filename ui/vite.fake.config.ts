// Development in a browser: the same screens over the made-up desk of `src/host/fake`.
// Nothing of it is in the build that is shipped.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  base: "./",
  // The map library's worker is a module.
  worker: { format: "es" },
  // The made-up desk reads the sample plans of the top folder.
  server: { open: "/fake.html", fs: { allow: [".."] } },
  build: {
    target: ["es2022", "safari16.4"],
    outDir: "../target/ui-fake",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rollupOptions: { input: "fake.html" },
  },
});
