import { recordView } from '../../../../audit/view.ts';
import {
  judge,
  judgeFile,
  pressFile,
  remarksBeyond,
  remarksToAdd,
  tryFormerAgain,
  undoFile,
} from '../../../../intake/former/acts.ts';
import { FORMER_COLUMNS, formerFields } from '../../../../intake/former/columns.ts';
import { listLeft, settleBooking } from '../../../../intake/former/left.ts';
import { listBookings, listFormer, readFormerRecord, sameFileBefore } from '../../../../intake/former/read.ts';
import { formerRefusal } from '../../../../intake/former/words.ts';
import { foldWidth } from '../../../../lib/japanese/width.ts';
import { rowId } from '../../../../lib/values/ids.ts';
import { writeXlsx, XLSX_TYPE } from '../../../../lib/xlsx/write.ts';
import { recordTaken } from '../../../../lists/remember.ts';
import { can } from '../../../../staff/rights.ts';
import { readForm } from '../../../parts/form.tsx';
import { withRow } from '../../../parts/row.tsx';
import { withSentFile } from '../../../parts/sent-file.ts';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { viewerOf } from '../../../parts/viewer.ts';
import { paths, withQuery } from '../../../paths.ts';
import {
  type Answer,
  csv,
  field,
  file,
  get,
  go,
  needs,
  post,
  postFile,
  type Route,
  type SignedAsk,
  show,
} from '../../../route.ts';
import { FilePage } from './file.tsx';
import { FormerPage } from './list.tsx';
import { pressForm } from './press.ts';
import { formerReport } from './report.ts';
import { waitABit } from './wait.ts';

const BOOK = 'booking.make';
const UNDO_REFUSED = { not_pressed: 'まだ登録していません。', undone_already: 'すでに取り消しています。', unknown: '' } as const;

const page = async (ask: SignedAsk, errors: Record<string, string> = {}, status = 200): Promise<Answer> =>
  show(<FormerPage ask={ask} files={await listFormer(ask.db)} errors={errors} />, status);

async function upload(ask: SignedAsk): Promise<Answer> {
  const sent = await withSentFile(ask, ({ path, fileName }) => judgeFile(ask.db, ask.actor, path, fileName));
  if (!sent.ok) return page(ask, { file: sent.words }, sent.status);
  const read = sent.value;
  if (!read.ok) return page(ask, { file: formerRefusal(read.reason, read.detail) }, 422);
  return go(paths.formerFile(read.value));
}

const heads = (): string[] => formerFields.map((one) => FORMER_COLUMNS[one].head);
const samples = (): string[] => formerFields.map((one) => FORMER_COLUMNS[one].sample);

const withFile = withRow((ask, id) => readFormerRecord(ask.db, id));

/** What a file would do, or did: as it stands now. */
async function filePage(
  ask: SignedAsk,
  record: NonNullable<Awaited<ReturnType<typeof readFormerRecord>>>,
  { errors = {}, said, status = 200 }: { errors?: Record<string, string>; said?: string; status?: number } = {},
): Promise<Answer> {
  const [bookings, left, judged, remarks, beyond, before] = await Promise.all([
    listBookings(ask.db, viewerOf(ask), record.id),
    listLeft(ask.db, viewerOf(ask), record.id),
    record.pressedAt === null ? judge(ask.db, record.id) : undefined,
    record.pressedAt === null ? remarksToAdd(ask.db, record.id) : 0,
    record.pressedAt === null ? remarksBeyond(ask.db, record.id) : [],
    record.pressedAt === null ? sameFileBefore(ask.db, record) : undefined,
  ]);
  if (left.some(({ people }) => people !== null)) await recordView(ask.db, ask.actor, { saw: 'former', importId: record.id });
  return show(<FilePage ask={ask} props={{ record, bookings, left, judged, remarks, beyond, before, errors, said }} />, status);
}

/** What stops a stranger to the rights stops here; the act binds itself to what the page showed (§8(1)⑬). */
export const formerRoutes: readonly Route[] = [
  get(paths.former, RIGHT, (ask) => page(ask)),
  needs(BOOK, postFile(paths.former, RIGHT, '稼働前の予約の取込み', upload)),
  get(paths.formerTemplate('csv'), RIGHT, async () => csv('稼働前の予約_ひな型', [heads(), samples()])),
  get(paths.formerTemplate('xlsx'), RIGHT, async () =>
    file(XLSX_TYPE, '稼働前の予約_ひな型.xlsx', await writeXlsx('稼働前の予約', [heads(), samples()])),
  ),
  get(
    paths.formerFile(':id'),
    RIGHT,
    withFile((ask, record) =>
      filePage(ask, record, field(ask.query, 'done') === 'settled' ? { said: '対応済みにしました。' } : {}),
    ),
  ),
  needs(
    'lists.take',
    get(
      paths.formerReport(':id'),
      RIGHT,
      withFile(async (ask, record) => {
        const judged = record.pressedAt === null ? (await judge(ask.db, record.id)).judged : [];
        const bookings = await listBookings(ask.db, viewerOf(ask), record.id);
        await recordTaken(ask.db, ask.actor, {
          list: '稼働前の予約の結果',
          sentence: record.fileName,
          rows: bookings.length,
          format: 'csv',
        });
        return csv(`稼働前の予約_結果_${record.id}`, formerReport(bookings, judged));
      }),
    ),
  ),
  needs(
    BOOK,
    post(
      paths.pressFormer(':id'),
      RIGHT,
      '稼働前の予約の登録',
      withFile(async (ask, record) => {
        // How many go above their slot is said by the act; here it counts whether this account may do that at all.
        const typed = readForm(ask, pressForm(can(ask.session, 'booking.exceed') ? 1 : 0));
        if (!typed.ok) return filePage(ask, record, { errors: typed.errors, status: 422 });
        const { reason, tell } = typed.value;
        const exceedReason = reason === null ? null : foldWidth(reason);
        const pressed = await pressFile(ask.db, ask.actor, record.id, { seen: field(ask.body, 'seen'), exceedReason, tell });
        if (!pressed.ok && pressed.reason === 'changed_meanwhile')
          return filePage(ask, record, {
            errors: {
              press:
                '画面を開いたあとに、予約かカードか予約枠が変わったため、何も登録していません。今の内容を確かめてから、もう一度押してください。',
            },
            status: 409,
          });
        await waitABit(ask.db);
        return go(paths.formerFile(record.id));
      }),
    ),
  ),
  needs(
    BOOK,
    post(
      paths.settleFormer(':id'),
      RIGHT,
      '稼働前の予約の行の処理',
      withFile(async (ask, record) => {
        const booking = rowId(field(ask.body, 'booking'));
        const settled = booking.ok && (await settleBooking(ask.db, viewerOf(ask), ask.actor, record.id, booking.value)).ok;
        if (!settled) return filePage(ask, record, { errors: { left: 'この予約は、すでに対応済みです。' }, status: 409 });
        return go(withQuery(paths.formerFile(record.id), { done: 'settled' }));
      }),
    ),
  ),
  needs(
    BOOK,
    post(
      paths.retryFormer(':id'),
      RIGHT,
      '止まった稼働前の予約の処理のやり直し',
      withFile(async (ask, record) => {
        // Pressed where it goes on again, there is nothing to begin.
        if ((await tryFormerAgain(ask.db, ask.actor, record.id)).ok) await waitABit(ask.db);
        return go(paths.formerFile(record.id));
      }),
    ),
  ),
  needs(
    BOOK,
    post(
      paths.undoFormer(':id'),
      RIGHT,
      '稼働前の予約の登録の取り消し',
      withFile(async (ask, record) => {
        const undone = await undoFile(ask.db, ask.actor, record.id);
        if (!undone.ok) return filePage(ask, record, { errors: { undo: UNDO_REFUSED[undone.reason] }, status: 409 });
        await waitABit(ask.db);
        return go(withQuery(paths.formerFile(record.id), {}));
      }),
    ),
  ),
];
