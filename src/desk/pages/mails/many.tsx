import { type Sql, sql } from '../../../lib/db/sql.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import { Button, hasErrors, PostForm, Says } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { actOnMails, type MailAct, MOST_AT_ONCE, restsSql } from '../../../outbox/desk.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type AskedList, askedList, toList } from '../lists/asked.ts';
import { filterCarried, filterQuery } from '../lists/query.ts';

const CHANGED =
  'この画面を開いたあとに、不達のメールが変わりました。まだ何も記録していません。現在の件数を確かめてから、もう一度操作してください。';
const TITLE = '一覧のメールを再送・対応済にする';

const GIVEN_UP = sql`state = 'dead' AND settled_at IS NULL`;
/** Which of them an act is for. */
const WHICH: Readonly<Record<MailAct, Sql>> = { retry: GIVEN_UP, settle: GIVEN_UP, now: restsSql };
const isAct = (text: string): text is MailAct => Object.hasOwn(WHICH, text);

/** Those of a list, the oldest first, up to the newest that was shown (`upto`; null: all there are), that an act is for. */
const idsOf = async (ask: SignedAsk, { prepared }: AskedList, act: MailAct, upto: number | null): Promise<number[]> => {
  const rows = await ask.db.rows<{ id: number }>(sql`
    SELECT id FROM outbox.mails WHERE ${WHICH[act]} AND id IN (SELECT q.key FROM (${prepared.unordered}) q)
      AND (${upto}::bigint IS NULL OR id <= ${upto}::bigint) ORDER BY id LIMIT ${MOST_AT_ONCE}`);
  return rows.map(({ id }) => id);
};

type Props = { ask: SignedAsk; asked: AskedList; dead: readonly number[]; rest: readonly number[]; refused: string | undefined };

function ManyPage({ ask, asked, dead, rest, refused }: Props) {
  const upto = Math.max(0, ...dead, ...rest);
  const back = withQuery(paths.mails, filterQuery(asked));
  return (
    <TitledPage ask={ask} title={TITLE} crumbs={[{ href: paths.mails, words: 'メール' }]} refused={refused}>
      <p class="lead">
        <b>{asked.prepared.sentence}</b>
      </p>
      {dead.length + rest.length === 0 && (
        <Says class="lead">この一覧には、再送するメールも、対応済にするメールもありません。</Says>
      )}
      {dead.length > 0 && (
        <Says class="lead">
          {`不達のメールが${grouped(dead.length)}通あります。電話などで連絡が済んだときは対応済にします。メールサーバーの不具合が直ったときは再送します。`}
        </Says>
      )}
      {rest.length > 0 && (
        <Says class="lead">{`送信できずに次の送信を待つメールが${grouped(rest.length)}通あります。すぐに送信できます。`}</Says>
      )}
      <PostForm
        action={paths.manyMails}
        token={ask.token}
        hidden={{ ...filterCarried(asked), upto: String(upto), seen: fingerprint(dead) }}
      >
        <p class="acts">
          {dead.length > 0 && (
            <>
              <Button name="act" value="settle">
                {grouped(dead.length)}通を対応済にする
              </Button>
              <Button kind="second" name="act" value="retry">
                {grouped(dead.length)}通を再送する
              </Button>
            </>
          )}
          {rest.length > 0 && (
            <Button kind="second" name="act" value="now">
              {grouped(rest.length)}通をすぐに送信する
            </Button>
          )}
        </p>
      </PostForm>
      <p class="lead">
        <a href={back}>一覧に戻る</a>
      </p>
    </TitledPage>
  );
}

const withMails =
  (from: 'query' | 'body', work: (ask: SignedAsk, asked: AskedList) => Promise<Answer>) => async (ask: SignedAsk) => {
    const asked = await askedList({ ...ask, params: { list: 'mails' } }, ask[from]);
    if (asked === undefined) return show(<NotFound ask={ask} />, 404);
    return hasErrors(asked.prepared.errors) ? toList(asked, ask[from]) : work(ask, asked);
  };

async function page(ask: SignedAsk, asked: AskedList, refused?: string): Promise<Answer> {
  const [dead, rest] = await Promise.all([idsOf(ask, asked, 'settle', null), idsOf(ask, asked, 'now', null)]);
  return show(<ManyPage ask={ask} asked={asked} dead={dead} rest={rest} refused={refused} />, refused === undefined ? 200 : 409);
}

async function submit(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const act = field(ask.body, 'act');
  const upto = rowId(ask.body['upto']);
  const none = go(withQuery(paths.mails, { ...filterQuery(asked), done: 'none' }));
  if (!upto.ok || !isAct(act)) return none;
  const ids = await idsOf(ask, asked, act, upto.value);
  // A mail that waited when the list was shown, and was given up since, nobody has called about. What rests may be sent at once whichever it is.
  if (act !== 'now' && fingerprint(ids) !== field(ask.body, 'seen')) return page(ask, asked, CHANGED);
  const done = await actOnMails(ask.db, ask.actor, act, ids);
  return done > 0 ? go(withQuery(paths.mails, { ...filterQuery(asked), done: 'many' })) : none;
}

/** What may be done with all mails of a list at once: those that were given up are the ones it showed, or nothing is done. */
export const manyMailsRoutes: readonly Route[] = [
  get(
    paths.manyMails,
    'mails.retry',
    withMails('query', (ask, asked) => page(ask, asked)),
  ),
  post(paths.manyMails, 'mails.retry', '一覧のメールの再送・対応済', withMails('body', submit)),
];
