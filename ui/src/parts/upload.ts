/** A file that a person chose, as it crosses to the desk. */

/** The bytes of a file in base64. */
export async function base64(blob: Blob): Promise<string> {
  const text = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("file"));
    reader.readAsDataURL(blob);
  });
  return text.slice(text.indexOf(",") + 1);
}
