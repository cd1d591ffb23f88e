import { recordView } from '../../../audit/view.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Button, hasErrors, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { XLSX_TYPE } from '../../../lib/xlsx/write.ts';
import { asCsv, asPaper, asXlsx, MOST_ON_PAPER } from '../../../lists/files.ts';
import type { Line } from '../../../lists/list-types.ts';
import { countOf, linesOf } from '../../../lists/read.ts';
import { lastPrint, recordPrint, recordTaken } from '../../../lists/remember.ts';
import { changesSince, type Since } from '../../../lists/since.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, type SignedAsk, show } from '../../route.ts';
import { type AskedList, toList } from './asked.ts';
import { filterQuery } from './query.ts';

const nameOf = (ask: SignedAsk, { list }: AskedList, ending: string): string => `${list.title}_${cityDay(ask.now)}.${ending}`;

/** What will not be as asked for, said before it is made. */
function Warning({
  ask,
  asked,
  title,
  says,
  sure,
}: {
  ask: SignedAsk;
  asked: AskedList;
  title: string;
  says: string;
  sure?: string;
}) {
  const back = withQuery(paths.list(asked.list.code), filterQuery(asked));
  return (
    <TitledPage ask={ask} title={title} heading={asked.list.title}>
      <Notice kind="care" title={title}>
        <Says>{says}</Says>
      </Notice>
      <PostForm action={paths.takeList(asked.list.code)} token={ask.token} hidden={{ ...filterQuery(asked), sure: 'yes' }}>
        <p class="acts">
          {sure !== undefined && (
            <Button name="as" value={sure}>
              このまま保存する
            </Button>
          )}
          <LinkButton href={back} kind="second">
            一覧に戻る
          </LinkButton>
        </p>
      </PostForm>
    </TitledPage>
  );
}

/** What is different since the list was last printed, where it remembers and was. */
export async function sinceLast(
  ask: SignedAsk,
  { list, prepared }: AskedList,
  linesNow: () => readonly Line[] | Promise<readonly Line[]>,
): Promise<Since | undefined> {
  const print = list.named === undefined ? undefined : await lastPrint(ask.db, list.code, prepared);
  if (list.named === undefined || print === undefined) return undefined;
  return changesSince(ask.db, viewerOf(ask), print, await linesNow(), list.named);
}

async function onPaper(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const { list, prepared } = asked;
  const { rows, hidden } = await countOf(ask.db, prepared);
  if (rows > MOST_ON_PAPER)
    return show(
      <Warning
        ask={ask}
        asked={asked}
        title="件数が多いため、印刷できません"
        says={`一度に印刷できるのは${grouped(MOST_ON_PAPER)}件までです。条件を絞り込むか、CSVかExcelで保存してください。`}
      />,
      422,
    );
  const lines = await linesOf(ask.db, asked);
  const since = await sinceLast(ask, asked, () => lines);
  const paper = asPaper(asked, lines, { at: ask.now, by: ask.session.name, hidden, since });
  const printed = await printPdf(paper);
  await recordPrint(ask.db, ask.actor, ask.session.accountId, {
    list: list.code,
    title: list.title,
    prepared,
    lines: list.named === undefined ? undefined : lines,
    rows: lines.length,
  });
  return file('application/pdf', nameOf(ask, asked, 'pdf'), printed);
}

async function asTable(ask: SignedAsk, asked: AskedList, as: 'csv' | 'csv-cp932' | 'xlsx'): Promise<Answer> {
  const { list, prepared } = asked;
  const record = (rows: number, format: 'csv' | 'xlsx') =>
    recordTaken(ask.db, ask.actor, { list: list.title, sentence: prepared.sentence, rows, format });
  if (as === 'xlsx') {
    const { file: body, rows } = await asXlsx(ask.db, asked);
    await record(rows, 'xlsx');
    return file(XLSX_TYPE, nameOf(ask, asked, 'xlsx'), body);
  }
  const { file: encoded, rows } = await asCsv(ask.db, asked, as === 'csv' ? 'utf-8' : 'cp932');
  if (encoded.lost.length > 0 && field(ask.body, 'sure') !== 'yes') {
    encoded.body.discard();
    return show(
      <Warning
        ask={ask}
        asked={asked}
        title="シフトJISにない文字があります"
        says={`次の${encoded.lost.length}文字（${encoded.lostCount}か所）は、〓になります：${encoded.lost.slice(0, 60).join('　')}。「CSV」なら、すべての文字をそのまま保存できます。`}
        sure="csv-cp932"
      />,
    );
  }
  await record(rows, 'csv');
  return file(`text/csv; charset=${as === 'csv' ? 'utf-8' : 'shift_jis'}`, nameOf(ask, asked, 'csv'), encoded.body);
}

/** What the form of a list asked for. */
export const take = async (ask: SignedAsk, asked: AskedList): Promise<Answer> =>
  hasErrors(asked.prepared.errors) ? toList(asked, ask.body) : takeAs(ask, asked, field(ask.body, 'as'));

/** A list on paper or as a file; the log says which, of what and how many. */
export async function takeAs(ask: SignedAsk, asked: AskedList, as: string): Promise<Answer> {
  if (asked.person !== undefined) await recordView(ask.db, ask.actor, { saw: 'person', cardId: asked.person.id });
  if (as === 'csv' || as === 'csv-cp932' || as === 'xlsx') return asTable(ask, asked, as);
  return onPaper(ask, asked);
}
