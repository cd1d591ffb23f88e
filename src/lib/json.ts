/** What a kept text says as JSON; undefined where it says nothing, or was not kept whole. */
export function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
