import { recordView } from '../../../audit/view.ts';
import { readBoxDay } from '../../../intake/box-day.ts';
import { sampleOf } from '../../../intake/matching-rows.ts';
import { forSheet, type Profile } from '../../../intake/profile.ts';
import { keepProfile, knownProfiles, profileOf } from '../../../intake/profiles-of-city.ts';
import {
  askJudging,
  askStoring,
  type CardUpload,
  chooseAgain,
  dropUpload,
  keepUpload,
  leaveTakenIn,
  readUpload,
  rejectedOfUpload,
  stoppedCount,
  tryAgain,
} from '../../../intake/uploads.ts';
import { refusalWords } from '../../../intake/words.ts';
import { type FormWrong, readBoth } from '../../../lib/form/index.ts';
import { type Done, done } from '../../../lib/outcome.ts';
import { recordTaken } from '../../../lists/remember.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { withSentFile } from '../../parts/sent-file.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, needs, post, postFile, type Route, type SignedAsk, show } from '../../route.ts';
import { choosePage, encodingTyped, rowsOf } from './choose.tsx';
import { COLUMN_BOXES, firstForm, MATCH, matched, matchForm, profileForm } from './choose-form.ts';
import { FilePage } from './file.tsx';
import { intakePage } from './list.tsx';
import { oneRoutes } from './one.tsx';
import { sameAs } from './same-files.tsx';
import { undoAct, undoPage } from './undo.tsx';

const RIGHT = 'intake.take';
/** A short list is ready by the time its page is drawn. */
const WAIT_MS = 1_500;

/** Begins the work and waits a little for it; what takes longer goes on without the page. */
async function begin(ask: SignedAsk, upload: number): Promise<Answer> {
  const work = ask.workOnLists().catch(() => {});
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  return go(paths.intakeFile(upload));
}

async function give(ask: SignedAsk): Promise<Answer> {
  const [profile] = await knownProfiles(ask.db);
  if (profile === undefined)
    return intakePage(ask, { file: 'ファイルの形式がありません。システムの管理者に連絡してください。' }, 422);
  const sent = await withSentFile(ask, async (file) => ({
    ...file,
    kept: await keepUpload(ask.db, ask.actor, file, profile),
  }));
  if (!sent.ok) return intakePage(ask, { file: sent.words }, sent.status);
  const { fileName, kept } = sent.value;
  if (kept.ok) return go(paths.intakeFile(kept.value));
  // Cut off, a workbook is an archive that cannot be opened.
  const reason = kept.reason === 'archive' && /\.xls[xm]$/iu.test(fileName) ? 'workbook-broken' : kept.reason;
  return intakePage(ask, { file: refusalWords(reason, kept.detail) }, 422);
}

/** What a profile is called that nobody named: it is not kept. */
const UNNAMED = '列を指定した形式';

/** The profile that was chosen, or made of the columns that were matched; errors where it cannot be. */
async function profileTyped(ask: SignedAsk, upload: CardUpload): Promise<Done<Profile> | FormWrong> {
  const profiles = await knownProfiles(ask.db);
  const chosen = readForm(ask, profileForm(profiles));
  if (!chosen.ok) return chosen;
  const known = profiles.find(({ name }) => name === chosen.value.profile);
  if (known !== undefined) return done(known);
  const lines = (await rowsOf(ask, upload, encodingTyped(ask, upload))) ?? [];
  const likely = sampleOf(lines, profiles).first;
  const both = readBoth(readForm(ask, firstForm(likely)), readForm(ask, matchForm(sampleOf(lines, profiles).titles)));
  if (!both.ok) return both;
  const [{ first }, typed] = both.value;
  const { title, columns } = matched(typed);
  const profile = profileOf(title === '' ? UNNAMED : title, columns, first === 'head' ? lines[0] : undefined);
  if (title !== '') await keepProfile(ask.db, ask.actor, profile);
  return done(profile);
}

async function judge(ask: SignedAsk, upload: CardUpload): Promise<Answer> {
  // Columns are to be matched, and the page that was sent showed none of them to choose: they are shown first, or why they cannot be.
  const readable = async () => (await rowsOf(ask, upload, encodingTyped(ask, upload))) !== undefined;
  if (field(ask.body, 'profile') === MATCH && !(COLUMN_BOXES.some((box) => box in ask.body) && (await readable())))
    return choosePage(ask, upload);
  const profile = await profileTyped(ask, upload);
  if (!profile.ok) return choosePage(ask, upload, profile.errors);
  const read = upload.sheet === null ? profile.value : forSheet(profile.value);
  const asked = await askJudging(ask.db, upload.id, encodingTyped(ask, upload), read);
  return asked ? begin(ask, upload.id) : stale(upload);
}

const stale = (upload: CardUpload): Answer => go(withQuery(paths.intakeFile(upload.id), { done: 'stale' }));

const withUpload = withRow<CardUpload>((ask, id) => readUpload(ask.db, id));
const act = (
  name: Parameters<typeof paths.intakeAct>[1],
  kept: string,
  work: (ask: SignedAsk, upload: CardUpload) => Promise<Answer>,
): Route => post(paths.intakeAct(':id', name), RIGHT, kept, withUpload(work));

/** The rows that were not taken, as a file. */
async function rejectedFile(ask: SignedAsk, upload: CardUpload): Promise<Answer> {
  const rejected = await rejectedOfUpload(ask.db, upload.id);
  if (rejected === undefined) return stale(upload);
  const taken = { list: '受け付けられない行', sentence: upload.fileName, rows: upload.report?.rejected ?? 0 };
  await recordTaken(ask.db, ask.actor, { ...taken, format: 'csv' });
  return file('text/csv; charset=utf-8', `受け付けられない行_${upload.id}.csv`, rejected);
}

export const intakeFeature: Feature = {
  routes: [
    get(paths.intake, RIGHT, (ask) => intakePage(ask)),
    postFile(paths.intake, RIGHT, 'カードの取込み', give),
    ...oneRoutes,
    get(
      paths.intakeFile(':id'),
      RIGHT,
      withUpload(async (ask, upload) => {
        if (upload.state === 'choosing') return choosePage(ask, upload);
        // What stood in rows that were not taken names people: who looks stands in the log.
        const shown = (upload.reasons ?? []).reduce((sum, { first }) => sum + first.length, 0);
        if (shown > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: shown });
        const { state, importId, undoneAt } = upload;
        const day = state === 'done' && importId !== null && undoneAt === null ? await readBoxDay(ask.db, importId) : undefined;
        return show(<FilePage ask={ask} upload={upload} day={day} same={await sameAs(ask.db, upload)} />);
      }),
    ),
    needs('lists.take', get(paths.intakeRejected(':id'), RIGHT, withUpload(rejectedFile))),
    act('show', '取込みファイルの読み方の変更', (ask, upload) => choosePage(ask, upload)),
    act('judge', '取込みファイルの確認', judge),
    act('again', '取込みファイルの形式の選び直し', async (ask, upload) =>
      (await chooseAgain(ask.db, upload.id)) ? go(paths.intakeFile(upload.id)) : stale(upload),
    ),
    act('store', '取込みファイルの登録', async (ask, upload) =>
      (await askStoring(ask.db, ask.actor, upload.id)) ? begin(ask, upload.id) : stale(upload),
    ),
    act('drop', '取込みファイルの取りやめ', async (ask, upload) =>
      (await dropUpload(ask.db, ask.actor, upload.id)) ? go(paths.intake) : stale(upload),
    ),
    act('retry', '取込みのやり直し', async (ask, upload) =>
      (await tryAgain(ask.db, ask.actor, upload.id)) ? begin(ask, upload.id) : stale(upload),
    ),
    act('leave', '取込みを登録済みのままにする操作', async (ask, upload) =>
      (await leaveTakenIn(ask.db, ask.actor, upload.id)) ? go(paths.intakeFile(upload.id)) : stale(upload),
    ),
    get(paths.intakeAct(':id', 'undo'), RIGHT, withUpload(undoPage)),
    act('undo', 'カードの取込みの取り消し', undoAct(begin)),
  ],
  menu: [{ group: 'cards', href: paths.intake, words: '取込み', right: RIGHT }],
  waits: [
    {
      words: '止まっている取込み',
      why: '取込みか、その取り消しが、最後まで処理できなかったか、3分以上進んでいません。ファイルの画面で理由を確かめ、もう一度始めるか、取りやめてください。',
      urgency: 'soon',
      href: paths.intake,
      right: RIGHT,
      count: stoppedCount,
    },
  ],
};
