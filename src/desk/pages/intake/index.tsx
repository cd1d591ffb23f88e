import { recordView } from '../../../audit/view.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { keepProfile, knownProfiles, MUST, profileOf } from '../../../intake/profiles-of-city.ts';
import { undoImport } from '../../../intake/undo.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import {
  askJudging,
  askStoring,
  type CardUpload,
  chooseAgain,
  dropUpload,
  keepUpload,
  readUpload,
  rejectedOfUpload,
} from '../../../intake/uploads.ts';
import { refusalWords } from '../../../intake/words.ts';
import { forSheet } from '../../../intake/workbook.ts';
import { onDisk, Upload } from '../../../lib/http/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import type { Feature } from '../../feature.ts';
import { withRow } from '../../parts/row.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, postFile, type Route, type SignedAsk, show } from '../../route.ts';
import { choosePage, encodingTyped, MATCH, rowsOf } from './choose.tsx';
import { FilePage } from './file.tsx';
import { intakePage } from './list.tsx';
import { oneRoutes } from './one.tsx';

const RIGHT = 'intake.take';
/** A short list is ready by the time its page is drawn. */
const WAIT_MS = 1_500;

/** Begins the work and waits a little for it; what takes longer goes on without the page. */
async function begin(ask: SignedAsk, upload: number): Promise<Answer> {
  const work = workOnUploads(ask.db, ask.clock).catch(() => {});
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  return go(paths.intakeFile(upload));
}

async function give(ask: SignedAsk): Promise<Answer> {
  const sent = ask.body['file'];
  if (!(sent instanceof Upload) || sent.fileName === '') return intakePage(ask, { file: 'ファイルを選んでください。' });
  const [profile] = await knownProfiles(ask.db);
  if (profile === undefined) return intakePage(ask, { file: 'ファイルの形式がありません。システムの管理者に連絡してください。' });
  const kept = await onDisk(sent, (path) =>
    keepUpload(ask.db, ask.actor, { path, fileName: sent.fileName, bytes: sent.bytes }, profile),
  );
  if (kept.ok) return go(paths.intakeFile(kept.value));
  // Cut off, a workbook is an archive that cannot be opened.
  const reason = kept.reason === 'archive' && /\.xls[xm]$/iu.test(sent.fileName) ? 'workbook-broken' : kept.reason;
  return intakePage(ask, { file: refusalWords(reason, kept.detail) });
}

/** The profile that was chosen, or made of the columns that were matched; a sentence where it cannot be. */
async function profileTyped(ask: SignedAsk, upload: CardUpload): Promise<Profile | string> {
  const asked = field(ask.body, 'profile');
  if (asked !== MATCH) return (await knownProfiles(ask.db)).find(({ name }) => name === asked) ?? '形式を選んでください。';
  const columns: Partial<Record<Field, number>> = {};
  for (const one of FIELDS) {
    const at = smallId(field(ask.body, `column-${one}`));
    if (at.ok && at.value <= 500) columns[one] = at.value;
  }
  if (MUST.some((one) => columns[one] === undefined)) return '交付通知書ID、氏名、生年月日の列を指定してください。';
  const title = lineOfText(40)(ask.body['title']);
  const [head = []] = (await rowsOf(ask, upload, encodingTyped(ask, upload))) ?? [];
  const profile = profileOf(title.ok ? title.value : '列を指定した形式', columns, head);
  if (title.ok) await keepProfile(ask.db, ask.actor, profile);
  return profile;
}

async function judge(ask: SignedAsk, upload: CardUpload): Promise<Answer> {
  const profile = await profileTyped(ask, upload);
  if (typeof profile === 'string') return choosePage(ask, upload, { profile });
  const asked = await askJudging(
    ask.db,
    upload.id,
    encodingTyped(ask, upload),
    upload.sheet === null ? profile : forSheet(profile),
  );
  return asked ? begin(ask, upload.id) : stale(upload);
}

const stale = (upload: CardUpload): Answer => go(withQuery(paths.intakeFile(upload.id), { done: 'stale' }));

async function undo(ask: SignedAsk, upload: CardUpload): Promise<Answer> {
  const undone = upload.importId === null ? undefined : await undoImport(ask.db, ask.actor, upload.importId);
  if (undone?.ok !== true) return stale(upload);
  const { removed, putBack, kept, leftAsIs } = undone.value;
  return go(withQuery(paths.intakeFile(upload.id), { done: 'undone', removed, back: putBack, kept: kept + leftAsIs }));
}

const withUpload = withRow<CardUpload>((ask, id) => readUpload(ask.db, id));
const act = (name: Parameters<typeof paths.intakeAct>[1], work: (ask: SignedAsk, upload: CardUpload) => Promise<Answer>): Route =>
  post(paths.intakeAct(':id', name), RIGHT, withUpload(work));

export const intakeFeature: Feature = {
  routes: [
    get(paths.intake, RIGHT, (ask) => intakePage(ask)),
    postFile(paths.intake, RIGHT, give),
    ...oneRoutes,
    get(
      paths.intakeFile(':id'),
      RIGHT,
      withUpload(async (ask, upload) =>
        upload.state === 'choosing' ? choosePage(ask, upload) : show(<FilePage ask={ask} upload={upload} />),
      ),
    ),
    get(
      paths.intakeRejected(':id'),
      RIGHT,
      withUpload(async (ask, upload) => {
        const rejected = await rejectedOfUpload(ask.db, upload.id);
        if (rejected === null) return stale(upload);
        await recordView(ask.db, ask.actor, { saw: 'search', hits: upload.report?.rejected ?? 0 });
        return file('text/csv; charset=utf-8', `受け付けられない行_${upload.id}.csv`, rejected);
      }),
    ),
    act('show', (ask, upload) => choosePage(ask, upload)),
    act('judge', judge),
    act('again', async (ask, upload) =>
      (await chooseAgain(ask.db, upload.id)) ? go(paths.intakeFile(upload.id)) : stale(upload),
    ),
    act('store', async (ask, upload) =>
      (await askStoring(ask.db, ask.actor, upload.id)) ? begin(ask, upload.id) : stale(upload),
    ),
    act('drop', async (ask, upload) => ((await dropUpload(ask.db, upload.id)) ? go(paths.intake) : stale(upload))),
    act('undo', undo),
  ],
  menu: [{ group: 'cards', href: paths.intake, words: '取込み', right: RIGHT }],
};
