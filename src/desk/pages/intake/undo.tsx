import { listsStoredAfter, previewUndo, STAYS, type Stays, type UndoPreview } from '../../../intake/undo-preview.ts';
import { askUndoing, type CardUpload } from '../../../intake/uploads.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';

const STAYS_WORDS: Readonly<Record<Stays, string>> = {
  booked: '予約があるため',
  waits: '空き待ちの登録があるため',
  moved: '入出庫の記録があるため',
  protected: '支援措置の登録があるため',
  remarked: '備考があるため',
  asked: '氏名相違の記録があるため',
  listed: '別の取込みで変わったため',
  changed: 'その後に変わったため',
};

/** What goes, what goes back, and what stays and why. */
const rowsOf = ({ removed, putBack, leftAsIs, stays, questions, addresses }: UndoPreview): [string, number][] =>
  (
    [
      ['消すカード', removed],
      ['取込み前の内容に戻すカード', putBack],
      ['取り下げる氏名相違（判断待ち）', questions],
      ['取り下げる住所の相違（判断待ち）', addresses],
      ...STAYS.map((why): [string, number] => [`残すカード：${STAYS_WORDS[why]}`, stays[why] ?? 0]),
      ['戻さないカード：その後に変わったため', leftAsIs],
    ] satisfies [string, number][]
  ).filter(([, count], at) => at === 0 || count > 0);

/** Asks once, with what it would do, before a list is taken back. */
export async function undoPage(ask: SignedAsk, upload: CardUpload): Promise<Answer> {
  const page = paths.intakeFile(upload.id);
  if (upload.state !== 'done' || upload.importId === null || upload.undoneAt !== null) return go(page);
  const preview = await previewUndo(ask.db, upload.importId);
  const after = preview.removed + preview.questions > 0 ? await listsStoredAfter(ask.db, upload.importId) : [];
  const anything = preview.removed + preview.putBack + preview.questions + preview.addresses > 0;
  return show(
    <TitledPage
      ask={ask}
      title="カードの取込みを取り消す"
      heading={`取込みを取り消す：${upload.fileName}`}
      crumbs={[
        { href: paths.intake, words: 'カードの取込み' },
        { href: page, words: upload.fileName },
      ]}
    >
      <Says class="lead">
        {anything
          ? '取り消すと、次のようになります。消したカードは、同じファイルを取り込むと、また登録できます。'
          : '取り消せるカードはありません。どのカードも、その後に予約や変更がありました。'}
      </Says>
      <Table
        caption="取り消すと、こうなります"
        columns={['内容', { head: '件数', right: true, whole: true }]}
        rows={rowsOf(preview).map(([words, count]) => [words, `${grouped(count)}件`])}
      />
      {after.length > 0 && (
        <Notice kind="care" title="この後に取り込んだ一覧があります">
          <Says>
            この後に取り込んだ一覧は、取り消したあと、もう一度取り込んでください。同じカードの行があると、そのカードも消えるためです。
          </Says>
          <ul>
            {after.map(({ fileName, at }) => (
              <li>{`${fileName}（${deskMoment(at)}）`}</li>
            ))}
          </ul>
        </Notice>
      )}
      {anything ? (
        <PostForm action={paths.intakeAct(upload.id, 'undo')} token={ask.token} hidden={{ seen: preview.seen }}>
          <p class="acts">
            <Button kind="stop">この取込みを取り消す</Button>
            <LinkButton href={page} kind="second">
              取り消さずに戻る
            </LinkButton>
          </p>
        </PostForm>
      ) : (
        <p class="acts">
          <LinkButton href={page} kind="second">
            戻る
          </LinkButton>
        </p>
      )}
    </TitledPage>,
  );
}

/** Asks for it as it was shown; `begin` starts the work. */
export const undoAct =
  (begin: (ask: SignedAsk, upload: number) => Promise<Answer>) =>
  async (ask: SignedAsk, upload: CardUpload): Promise<Answer> =>
    (await askUndoing(ask.db, ask.actor, upload.id, field(ask.body, 'seen').slice(0, 40)))
      ? begin(ask, upload.id)
      : go(withQuery(paths.intakeFile(upload.id), { done: 'stale' }));
