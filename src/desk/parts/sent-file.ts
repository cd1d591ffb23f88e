import { Upload } from '../../lib/http/index.ts';
import { type Done, done } from '../../lib/outcome.ts';
import type { SignedAsk } from '../route.ts';

/** Why no file was read: the sentence at its box, and the status of the page that says so. */
type NoFile = { ok: false; words: string; status: 413 | 422 | 507 };

/**
 * Lays the file of an upload form (box `file`) on disk while `work` reads it there. Refuses where none was chosen, and what is larger than the desk
 * takes (`UPLOAD_MB`) or has room for.
 */
export async function withSentFile<T>(
  ask: Pick<SignedAsk, 'body' | 'uploadMb'>,
  work: (file: { path: string; fileName: string }) => Promise<T>,
): Promise<Done<T> | NoFile> {
  const sent = ask.body['file'];
  if (!(sent instanceof Upload) || sent.fileName === '') return { ok: false, words: 'ファイルを選んでください。', status: 422 };
  const { fileName } = sent;
  const laid = await sent.onDisk((path) => work({ path, fileName }));
  if (laid.ok) return done(laid.value);
  return laid.reason === 'no-room'
    ? { ok: false, words: NO_ROOM, status: 507 }
    : { ok: false, words: tooLarge(ask.uploadMb), status: 413 };
}

const NO_ROOM =
  'サーバーのディスクに空きがないため、ファイルを受け付けられませんでした。何も登録していません。システムの管理者に連絡してください。空きができたら、同じファイルをもう一度選んでください。';

/** What is said of a file that is larger than the desk takes. @param megabytes how large one may be */
export const tooLarge = (megabytes: number): string =>
  `ファイルが大きすぎるため、読んでいません。ファイルは${megabytes}MBまでです。分けて、もう一度お試しください。`;
