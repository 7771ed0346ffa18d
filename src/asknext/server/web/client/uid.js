/** 128 random bits as text. crypto.randomUUID is missing on pages that are not served from localhost or by TLS. */
export function uid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
