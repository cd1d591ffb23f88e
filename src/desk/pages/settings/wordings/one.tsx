import type { ComponentChildren } from 'preact';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Button, type FormErrors, Notice, PostForm, Says } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import {
  sayOtherwise,
  type WordingVersion,
  withdrawWording,
  wordingSeen,
  wordingVersions,
} from '../../../../site/wordings/acts.ts';
import { wordingOf } from '../../../../site/wordings/all.ts';
import type { Wording } from '../../../../site/wordings/parts.ts';
import { BUILT_IN, type Said } from '../../../../site/wordings/said.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { NotFound } from '../../../parts/not-found.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { TextVersions } from '../../../parts/text-versions.tsx';
import { MEANWHILE, SAME } from '../../../parts/words.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { wordingForm } from './form.tsx';
import { SPOKEN } from './languages.ts';
import { WORDINGS, wordingPreview } from './preview.tsx';

const DONE: Record<string, string> = {
  changed: '文面を変更しました。',
  coming: '文面の変更を予定しました。使い始める日時に、自動で切り替わります。',
  same: SAME,
  withdrawn: '予定していた変更を取りやめました。',
  late: '取りやめる前に、使い始める日時になりました。戻すときは、前の文を選んでください。',
};

/** What a version said, in a cell: each language's own. */
function Body({ wording, said }: { wording: Wording; said: Said }): ComponentChildren {
  const lines = wording.parts.flatMap(({ code, label }) =>
    SPOKEN.flatMap(([language, words]) => {
      const text = said.texts[code]?.[language];
      return text === undefined ? [] : [{ head: `${label}（${words}）`, text }];
    }),
  );
  return (
    <>
      {said.hidden && <p>表示しない</p>}
      {lines.length === 0 && !said.hidden && <p>すべて初期の文</p>}
      {lines.map(({ head, text }) => (
        <p>
          <span class="sub">{head}</span>
          {text}
        </p>
      ))}
    </>
  );
}

/** What is done with a version that is not read yet. */
function told(ask: SignedAsk, name: string, versions: readonly WordingVersion[]): ReadonlyMap<number, ComponentChildren> {
  return new Map(
    versions.flatMap(({ version, state, since }): [number, ComponentChildren][] => {
      if (state === 'withdrawn') return [[version, <span class="sub">予定を取りやめた文</span>]];
      if (state !== 'coming' || since === null) return [];
      return [
        [
          version,
          <>
            <b>{deskMoment(since)}から使います</b>
            <PostForm action={paths.withdrawWording(name, version)} token={ask.token}>
              <Button kind="second">
                取りやめる<span class="unseen">：第{version}版</span>
              </Button>
            </PostForm>
          </>,
        ],
      ];
    }),
  );
}

type More = { errors?: FormErrors; refused?: string };

/** One wording: what is said now, its form, and all it said before. */
async function page(ask: SignedAsk, wording: Wording, { errors = {}, refused }: More = {}, status = 200): Promise<Answer> {
  const { name } = wording;
  const versions = await wordingVersions(ask.db, name);
  const now = versions.find(({ state }) => state === 'now');
  const asked = field(ask.query, 'version');
  const taken = asked === '0' ? BUILT_IN : versions.find(({ version }) => String(version) === asked)?.said;
  const kept = taken ?? now?.said ?? BUILT_IN;
  const seen = refused === undefined && field(ask.body, 'seen') !== '' ? field(ask.body, 'seen') : wordingSeen(versions);
  const coming = versions.filter(({ state }) => state === 'coming');
  return show(
    <SettingsPage
      ask={ask}
      title={wording.title}
      crumbs={[WORDINGS]}
      errors={errors}
      said={DONE[field(ask.query, 'done')]}
      refused={refused}
    >
      <Says class="lead">
        空欄の言語では、その言語の初期の文を使います。日本語の文に置き換わることはありません。「表示を確かめる」で、すべての言語の表示を確かめてから登録します。
      </Says>
      {coming.length > 0 && (
        <Notice kind="care" title="予定している変更があります">
          <Says>{`${coming.map(({ version, since }) => `第${version}版（${since === null ? '' : deskMoment(since)}から）`).join('、')}。下の「これまでの文」で、取りやめることができます。`}</Says>
        </Notice>
      )}
      <DeskForm
        ask={ask}
        form={wordingForm(wording, ask.now)}
        action={paths.wording(name)}
        values={{ ...kept, since: null }}
        errors={errors}
        seen={seen}
        submit="表示を確かめる"
        class="desk-form wordings-form"
        back={{ href: paths.wordings, words: 'やめる' }}
      />
      <TextVersions
        versions={[
          ...versions.map(({ version, said, at, by }) => ({
            version,
            since: at,
            by,
            body: <Body wording={wording} said={said} />,
          })),
          { version: 0, since: null, by: null, body: 'システムに最初からある文' },
        ]}
        href={paths.wording(name)}
        current={now?.version ?? 0}
        told={told(ask, name, versions)}
      />
    </SettingsPage>,
    status,
  );
}

const withWording =
  (work: (ask: SignedAsk, wording: Wording) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const wording = wordingOf(ask.params['name'] ?? '');
    return wording === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, wording);
  };

export const oneWording: readonly Route[] = [
  get(paths.wording(':name'), RIGHT, withWording(page)),
  post(
    paths.wording(':name'),
    RIGHT,
    '文面の変更',
    withWording(async (ask, wording) => {
      const form = wordingForm(wording, ask.now);
      const typed = readForm(ask, form);
      if (!typed.ok) return page(ask, wording, { errors: typed.errors }, 422);
      const seen = field(ask.body, 'seen');
      if (pressed(ask) === 'edit') return page(ask, wording);
      if (pressed(ask) === 'look')
        return wordingPreview(ask, { wording, value: typed.value, typed: { ...form.boxes(typed.value), seen } });
      const { since, ...said } = typed.value;
      const changed = await sayOtherwise(ask.db, ask.actor, wording.name, seen, said, since);
      if (changed.ok) return go(withQuery(paths.wording(wording.name), { done: changed.value }));
      return page(ask, wording, { refused: MEANWHILE }, 409);
    }),
  ),
  post(
    paths.withdrawWording(':name', ':version'),
    RIGHT,
    '文面の変更の取り消し',
    withWording(async (ask, { name }) => {
      const version = smallId(ask.params['version']);
      const off = version.ok && (await withdrawWording(ask.db, ask.actor, name, version.value));
      return go(withQuery(paths.wording(name), { done: off ? 'withdrawn' : 'late' }));
    }),
  ),
];
