/**
 * A file that is being looked through, kept by the desk: the file once, and after each answer the
 * text and the answers as they are by then.
 */
import type { ImportAnswer, Upload } from "../../../contract";
import { asCallError, type Host } from "../../../host/host";
import { nextFrame } from "../../../parts/frame";
import type { Answer } from "./model";

export interface Work {
  text: string;
  answers: ReadonlyMap<number, Answer>;
}

/** What the desk has. */
export interface Kept {
  file: Upload;
  sha256: string;
  work: Work;
}

/** A word of the desk as an answer; what a later version knows is asked again. */
function answerOf(word: string): Answer | null {
  return word === "accepted" || word === "changed" || word === "dropped" ? word : null;
}

export class ImportKeeper {
  readonly #host: Host;
  /** Told when the desk has it, or why it has not. */
  readonly #told: (trouble: string) => void;
  #sha256 = "";
  /** The file, until the desk has it. */
  #file: Upload | null = null;
  #waiting: Work | null = null;
  #busy = false;

  constructor(host: Host, told: (trouble: string) => void) {
    this.#host = host;
    this.#told = told;
  }

  /** What was kept of an earlier looking through; null when nothing was. */
  async load(): Promise<Kept | null> {
    const kept = await this.#host.call("kept_import", {});
    if (kept.at === null) return null;
    const file = await this.#host.call("kept_import_file", {});
    const answers = new Map<number, Answer>();
    for (const { finding, answer } of kept.answers) {
      const known = answerOf(answer);
      if (known !== null) answers.set(finding, known);
    }
    return { file, sha256: kept.sha256, work: { text: kept.text, answers } };
  }

  /** Goes on with it. */
  resume({ sha256 }: Kept): void {
    [this.#file, this.#sha256] = [null, sha256];
  }

  /** Another file. */
  begin(file: Upload, sha256: string, work: Work): void {
    [this.#file, this.#sha256] = [file, sha256];
    this.keep(work);
  }

  /** What was done by now; of several that wait the last is written. */
  keep(work: Work): void {
    this.#waiting = work;
    void this.#write();
  }

  /** Nothing is kept any more. */
  async drop(): Promise<void> {
    [this.#waiting, this.#file, this.#sha256] = [null, null, ""];
    await this.#host.call("keep_import", { file: null, sha256: "", text: "", answers: [], at: null });
  }

  /** The desk took it in with the version and let go of it. */
  forget(): void {
    [this.#waiting, this.#file, this.#sha256] = [null, null, ""];
  }

  async #write(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting !== null) {
      // What the answer changed is drawn first: to write down a long file takes a frame by itself.
      await nextFrame();
      if (this.#waiting === null) break;
      const { text, answers } = this.#waiting;
      this.#waiting = null;
      const said: ImportAnswer[] = [...answers].map(([finding, answer]) => ({ finding, answer }));
      const file = this.#file;
      try {
        await this.#host.call("keep_import", { file, sha256: this.#sha256, text, answers: said, at: null });
        if (this.#file === file) this.#file = null;
        this.#told("");
      } catch (thrown) {
        // The next answer tries again, with the file when it is not there yet.
        this.#told(asCallError(thrown).code);
      }
    }
    this.#busy = false;
  }
}
