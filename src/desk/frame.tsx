import type { ComponentChildren } from 'preact';
import { asset, Document, PostForm, TOKEN_FIELD } from '../lib/html/index.ts';
import { grouped } from '../lib/values/numbers.ts';
import { cityNow } from '../site/city.ts';
import { practiceBand } from '../site/practice.ts';
import { can } from '../staff/rights.ts';
import { useWaiting } from './menu.ts';
import { paths } from './paths.ts';
import type { SignedAsk } from './route.ts';

const siteName = (): string => `${cityNow().name} 窓口予約（職員）`;

/** How much is due today, in red; where nothing is, how much waits at all, without. Nothing where nothing waits; a stroke where it could not be counted. */
function Badge() {
  const waiting = useWaiting();
  if (waiting === 'uncounted')
    return (
      <span class="count count-later">
        <span aria-hidden="true">－</span>
        <span class="unseen">件数を確認できません</span>
      </span>
    );
  const sum = (urgent: boolean) =>
    waiting.reduce((all, { count, urgency }) => ((urgency === 'today') === urgent ? all + count : all), 0);
  const [due, later] = [sum(true), sum(false)];
  if (due + later === 0) return null;
  return (
    <span class={due > 0 ? 'count' : 'count count-later'}>
      {due > 0 && <span class="unseen">本日中</span>}
      {grouped(due > 0 ? due : later)}
      <span class="unseen">件</span>
    </span>
  );
}

/** Two rows: what the desk is for; and below it, where a group has several pages, those. One of the first has the badge of what waits. */
function Navigation({ ask }: { ask: SignedAsk }) {
  const { groups, current } = ask.menu;
  const inside = groups.find((group) => group.current)?.entries ?? [];
  return (
    <nav class="desk-nav" aria-label="メニュー">
      <ul class="desk-wrap">
        {groups.map(({ group, words, href, current: here }) => (
          <li class={`desk-nav-${group}`}>
            <a href={href} {...(here ? { 'aria-current': current?.href === href ? ('page' as const) : ('true' as const) } : {})}>
              {words}
              {group === 'todo' && <Badge />}
            </a>
          </li>
        ))}
      </ul>
      {inside.length > 1 && (
        <ul class="desk-wrap desk-nav-inside">
          {inside.map(({ href, words }) => (
            <li>
              <a href={href} {...(current?.href === href ? { 'aria-current': 'page' as const } : {})}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

/** IE11 knows no <search>; the role says the same. */
const SEARCH = { role: 'search' } as const;
/** From anywhere to the search box without a mouse. */
const ALT_S = { accessKey: 's' };

function Head({ ask }: { ask: SignedAsk }) {
  const { session } = ask;
  return (
    <header>
      <div class="desk-head">
        <div class="desk-wrap desk-head-in">
          <a class="desk-brand" href={paths.home}>
            <img src={asset('mark-on-deep.svg')} alt="" width="36" height="36" />
            Madoguchi
          </a>
          {can(session, 'people.see') && (
            <form class="find" method="post" action={paths.search} {...SEARCH}>
              <input type="hidden" name={TOKEN_FIELD} value={ask.token} />
              <label for="find">氏名・ID・電話</label>
              <input
                class="find-input"
                id="find"
                name="q"
                type="text"
                autoComplete="off"
                {...ALT_S}
                aria-describedby="find-hint"
              />
              <button class="find-go" type="submit">
                検索
              </button>
              <span class="unseen" id="find-hint">
                交付通知書ID（半分でも）、予約番号、氏名、カナ、電話番号（下4桁でも）、メールアドレス、生年月日で検索できます
              </span>
            </form>
          )}
          <p class="desk-me">
            <b>{session.name}</b>
            <span>
              {[session.officeName, session.roleNames.join('・')].filter((part) => part !== null && part !== '').join('・')}
            </span>
          </p>
          <a class="desk-out" href={paths.password}>
            パスワード
          </a>
          <PostForm action={paths.signOut} token={ask.token}>
            <button class="desk-out" type="submit">
              ログアウト
            </button>
          </PostForm>
        </div>
      </div>
      <Navigation ask={ask} />
    </header>
  );
}

type PageProps = {
  ask: SignedAsk;
  title: string;
  wrong?: boolean;
  /** Seconds after which a browser without scripts asks for the page again, while work goes on that it tells of. */
  refresh?: number | undefined;
  children: ComponentChildren;
};

/** A page of someone signed in. The title says what page, never who: titles end up in histories. */
export function Page({ ask, title, wrong = false, refresh, children }: PageProps) {
  return (
    <Document
      lang="ja"
      title={title}
      site={siteName()}
      look="desk"
      wrong={wrong}
      refresh={refresh}
      band={practiceBand(cityNow())}
    >
      <Head ask={ask} />
      <main id="main" class="desk-wrap desk-main" tabIndex={-1}>
        {children}
      </main>
    </Document>
  );
}

/** A page before signing in: the mark, one column, nothing else. */
export function BarePage({ title, wrong = false, children }: { title: string; wrong?: boolean; children: ComponentChildren }) {
  return (
    <Document lang="ja" title={title} site={siteName()} look="desk" wrong={wrong} band={practiceBand(cityNow())}>
      <header class="desk-head">
        <div class="desk-wrap desk-head-in">
          <a class="desk-brand" href={paths.home}>
            <img src={asset('mark-on-deep.svg')} alt="" width="36" height="36" />
            Madoguchi
          </a>
        </div>
      </header>
      <main id="main" class="desk-wrap desk-main" tabIndex={-1}>
        <div class="sign-in">{children}</div>
      </main>
    </Document>
  );
}
