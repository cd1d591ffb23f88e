import { actorSql } from '../../audit/actor.ts';
import { sql } from '../../lib/db/sql.ts';
import { LinkButton, Says } from '../../lib/html/index.ts';
import { isOwn } from '../../staff/bounds.ts';
import { TitledPage } from '../parts/titled-page.tsx';
import { paths } from '../paths.ts';
import type { Answer, SignedAsk, SignedRoute } from '../route.ts';
import { reachOf } from './reach.ts';

/** Why a request is not this account's: it is of the whole city, or of these offices besides its own. */
type Outside = 'city' | readonly number[];

/**
 * Whether a request is outside of what the account is bound to; undefined: it is not. Asked of every request before its page, and nowhere else: pages only leave
 * out what would lead here.
 */
export async function outsideOf(ask: SignedAsk, { method, path }: SignedRoute): Promise<Outside | undefined> {
  const { session } = ask;
  if (session.bounds === null) return undefined;
  const reach = reachOf(method, path) ?? 'city';
  if (reach === 'city') return 'city';
  if (reach === 'anyone') return undefined;
  for (const check of reach) {
    const of = await check(ask);
    if (of === 'city') return 'city';
    if (of === undefined) continue;
    const ids = 'all' in of ? of.all : of.some;
    const others = ids.filter((id) => !isOwn(session, id));
    if ('all' in of ? others.length > 0 : others.length === ids.length) return others;
  }
  return undefined;
}

/** `pressed`: it was a press, of which one wants to hear that nothing was done. */
const NotYours = ({ ask, outside, pressed }: { ask: SignedAsk; outside: Outside; pressed: boolean }) => (
  <TitledPage
    ask={ask}
    title="担当していない場所"
    heading={outside === 'city' ? '市全体の画面です' : '担当していない場所の画面です'}
  >
    <Says class="lead">
      {`${outside === 'city' ? 'この画面は、市全体を扱う職員が使用します。' : ''}このアカウントで扱うのは、${(ask.session.bounds ?? []).map(({ name }) => name).join('、')}です。${pressed ? '何も変更していません。' : ''}必要なときは、その場所の職員か、管理者の職員に相談してください。`}
    </Says>
    <p class="acts">
      <LinkButton href={paths.home} kind="second">
        最初の画面へ
      </LinkButton>
    </p>
  </TitledPage>
);

/** Refuses it: the page that says why, and a line of the log. */
export async function refuseOutside(ask: SignedAsk, { method, right }: SignedRoute, outside: Outside): Promise<Answer> {
  await ask.db.run(
    sql`SELECT counter.write_outside(${actorSql(ask.actor)}, ${right}, ${outside === 'city' ? null : (outside[0] ?? null)}::integer)`,
  );
  return { kind: 'page', status: 403, page: <NotYours ask={ask} outside={outside} pressed={method === 'POST'} /> };
}
