// The entry of the program's window.
import { tauriHost } from "./host/tauri";
import { start } from "./start";

start(tauriHost());
