import { Upload } from '../../lib/http/index.ts';
import { type Done, done } from '../../lib/outcome.ts';
import type { SignedAsk } from '../route.ts';

/** Why no file was read: the sentence at its box, and the status of the page that says so. */
type NoFile = { ok: false; words: string; status: 413 | 422 };

/**
 * Lays the file of an upload form (box `file`) on disk while `work` reads it there. Refuses where none was chosen, and what is larger than the desk
 * takes (`UPLOAD_MB`).
 */
export async function withSentFile<T>(
  ask: SignedAsk,
  work: (file: { path: string; fileName: string }) => Promise<T>,
): Promise<Done<T> | NoFile> {
  const sent = ask.body['file'];
  if (!(sent instanceof Upload) || sent.fileName === '') return { ok: false, words: 'ファイルを選んでください。', status: 422 };
  const { fileName } = sent;
  const laid = await sent.onDisk((path) => work({ path, fileName }));
  return laid.ok ? done(laid.value) : { ok: false, words: tooLarge(ask.uploadMb), status: 413 };
}

/** What is said of a file that is larger than the desk takes. @param megabytes how large one may be */
export const tooLarge = (megabytes: number): string =>
  `ファイルが大きすぎるため、読んでいません。ファイルは${megabytes}MBまでです。分けて、もう一度お試しください。`;
