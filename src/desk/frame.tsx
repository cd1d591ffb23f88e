import type { ComponentChildren } from 'preact';
import { asset, Document, PostForm, TOKEN_FIELD } from '../lib/html/index.ts';
import { can, type Right } from '../staff/rights.ts';
import { paths } from './paths.ts';
import type { SignedAsk } from './route.ts';
import type { Waiting } from './waiting.ts';

export const SITE = '久留米市 窓口予約（職員）';

type Entry = { href: string; words: string; right: Right; count?: (waiting: Waiting) => number };

/** The menu. An entry shows only to who may open it; the server refuses it all the same. */
export const MENU: readonly Entry[] = [
  { href: paths.today, words: 'きょう', right: 'today.see' },
  { href: paths.booking, words: '電話予約', right: 'booking.make' },
  { href: paths.walkIn, words: '窓口受付', right: 'counter.act' },
  { href: paths.calendar, words: '予約枠', right: 'calendar.see' },
  { href: paths.closings, words: '臨時閉庁', right: 'calendar.see', count: (waiting) => waiting.needsMoving },
  { href: paths.storage, words: 'カード', right: 'cards.move' },
  { href: paths.lists, words: '一覧・印刷', right: 'people.see' },
  { href: paths.locks, words: '入力の制限', right: 'locks.lift', count: (waiting) => waiting.rests },
  { href: paths.mails, words: 'メール', right: 'mails.see', count: (waiting) => waiting.deadMails },
  { href: paths.conflicts, words: '取り込みの確認', right: 'intake.decide', count: (waiting) => waiting.conflicts },
  { href: paths.alarms, words: '警告', right: 'alarms.see', count: (waiting) => waiting.alarms },
  { href: paths.audit, words: '操作の記録', right: 'audit.see' },
  { href: paths.settings, words: '設定', right: 'settings.manage' },
  { href: paths.accounts, words: 'アカウント', right: 'accounts.manage' },
];

function Menu({ ask }: { ask: SignedAsk }) {
  const entries = MENU.filter(({ right }) => can(ask.session, right));
  return (
    <nav class="desk-nav" aria-label="メニュー">
      <div class="desk-wrap">
        <ul>
          {entries.map(({ href, words, count }) => {
            const waits = count?.(ask.waiting) ?? 0;
            const here = ask.path === href || ask.path.startsWith(`${href}/`);
            return (
              <li>
                <a href={href} {...(here ? { 'aria-current': 'page' as const } : {})}>
                  {words}
                  {waits > 0 && (
                    <span class="count">
                      {waits}
                      <span class="unseen">件</span>
                    </span>
                  )}
                </a>
              </li>
            );
          })}
        </ul>
      </div>
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
              <label for="find">さがす</label>
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
                交付通知書ID、予約番号、氏名、カナ、電話番号、メールアドレス、生年月日で検索できます
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
              席を離れる
            </button>
          </PostForm>
        </div>
      </div>
      <Menu ask={ask} />
    </header>
  );
}

type PageProps = { ask: SignedAsk; title: string; wrong?: boolean; children: ComponentChildren };

/** A page of someone signed in. The title says what page, never who: titles end up in histories. */
export function Page({ ask, title, wrong = false, children }: PageProps) {
  return (
    <Document lang="ja" title={title} site={SITE} look="desk" wrong={wrong}>
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
    <Document lang="ja" title={title} site={SITE} look="desk" wrong={wrong}>
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
