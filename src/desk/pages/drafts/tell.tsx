import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { lastNews } from '../../../calendar/changed-hours.ts';
import { type OfficeHours, readDraftHours } from '../../../calendar/draft-hours.ts';
import type { Draft } from '../../../calendar/drafts.ts';
import { addDays, cityDay, cityInstant, deskMoment, deskUntil } from '../../../lib/dates/jst.ts';
import type { Db } from '../../../lib/db/db.ts';
import { type FormErrors, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { hoursPoster } from '../../../lists/hours-poster.ts';
import { hoursNotice } from '../../../lists/notice-words.ts';
import { listOfficeRecords } from '../../../offices/read.ts';
import { listServiceRecords } from '../../../services/read.ts';
import { addNotice, endNotice } from '../../../site/notice-acts.ts';
import { draftNoticeForm, readDraftNotice, type SiteNotice } from '../../../site/notices.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { chosenLanguage, languageWords } from '../../parts/language.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { pressed } from '../../parts/text-preview.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { noticeForm } from '../settings/notices/form.ts';
import { noticePreview } from '../settings/notices/preview.tsx';

const TITLE = '市民へのお知らせと、入口に貼る紙';
const LANGUAGES = [['ja', '日本語'], ...OTHER_LANGUAGES] as const;
/** How long a change without an end is news. */
const NEWS_DAYS = 30;
const DONE: Record<string, string> = {
  added: 'お知らせを登録しました。予約サイトに掲載しています。',
  ended: 'お知らせの掲載を終了しました。',
  'called-off': 'お知らせの掲載を取りやめました。',
  over: 'このお知らせの掲載は、すでに終わっていました。',
};

/** Whether a notice that tells of a draft is on the site, or is to come. */
export const isTold = async (db: Db, draftId: number): Promise<boolean> => {
  const notice = await readDraftNotice(db, draftId);
  return notice !== undefined && notice.state !== 'past';
};

/** What a draft changed of offices in use, from today on. */
async function learn(ask: SignedAsk, draft: Draft) {
  const [hours, offices, services] = [
    await readDraftHours(ask.db, draft.id, cityDay(ask.now)),
    await listOfficeRecords(ask.db),
    await listServiceRecords(ask.db),
  ];
  const used = offices.filter(({ retiredAt, facts }) => retiredAt === null && facts.isPickup);
  const changed = used.flatMap((office) => {
    const of = hours.find(({ officeId }) => officeId === office.id);
    return of === undefined ? [] : [{ office, of }];
  });
  return { changed, services: new Map(services.map(({ id, facts }) => [id, facts])) };
}
type Learned = Awaited<ReturnType<typeof learn>>;

/** The end of the last day that is otherwise; of a change without an end, some weeks after it began. */
function newsUntil(ask: SignedAsk, all: readonly OfficeHours[]): Temporal.Instant {
  const last = lastNews(
    all.flatMap(({ parts }) => parts.flatMap(({ lines }) => lines)),
    NEWS_DAYS,
  );
  return cityInstant(addDays(last ?? cityDay(ask.now), 1), 0);
}

function proposed(ask: SignedAsk, { changed, services }: Learned) {
  const all = changed.map(({ of }) => of);
  const body = hoursNotice(
    all,
    new Map(changed.map(({ office }) => [office.id, office.facts.name])),
    new Map([...services].map(([id, { name }]) => [id, name])),
  );
  return { body, from: null, until: newsUntil(ask, all) };
}

type Props = { draft: Draft; learned: Learned; notice: SiteNotice | undefined; errors: FormErrors };

/** The notice that stands, with its end; or the form of one. */
function NoticeOf({ ask, props: { draft, learned, notice, errors } }: { ask: SignedAsk; props: Props }) {
  const edits = can(ask.session, 'calendar.edit');
  if (notice === undefined)
    return edits ? (
      <DeskForm
        ask={ask}
        form={noticeForm(ask.now)}
        action={paths.draftTell(draft.id)}
        values={proposed(ask, learned)}
        errors={errors}
        submit="表示を確かめる"
      />
    ) : (
      <Says>まだ、掲載していません。</Says>
    );
  const until = notice.shownUntil === null ? '期限なし' : `${deskUntil(notice.shownUntil)}まで`;
  return (
    <>
      <p>{notice.body}</p>
      <p class="soft">
        {notice.state === 'past' ? '掲載は終わりました。' : `${deskMoment(notice.shownFrom)}から${until}掲載します。`}
        {can(ask.session, 'settings.manage') && <a href={paths.notice(notice.id)}>お知らせを表示する</a>}
      </p>
      {edits && notice.state !== 'past' && (
        <PostForm action={paths.endDraftNotice(draft.id)} token={ask.token}>
          <button class="button button-second" type="submit">
            掲載を終了する
          </button>
        </PostForm>
      )}
    </>
  );
}

/** What a published change means for citizens, in words for them: on the site, and on each door in each language. */
function TellPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { draft, learned, notice, errors } = props;
  const nothing = learned.changed.length === 0;
  return (
    <TitledPage
      ask={ask}
      title={TITLE}
      heading={`${TITLE}：${draft.name}`}
      crumbs={[{ href: paths.draft(draft.id), words: '公開した変更' }]}
      said={DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {nothing && (
        <Says class="lead">これからの日に、窓口の開く時間が変わる交付場所はありません。定員だけの変更は、お知らせしません。</Says>
      )}
      {(!nothing || notice !== undefined) && (
        <Section id="notice" title="予約サイトのお知らせ">
          <NoticeOf ask={ask} props={props} />
        </Section>
      )}
      {!nothing && (
        <Section id="door" title="入口に貼る紙">
          <Says>変更の後の受付時間を、交付場所ごとに、1つの言語に1枚で印刷します。訳のない名称は、日本語のまま印刷します。</Says>
          <Table
            caption="入口に貼る紙の一覧"
            wide
            columns={['交付場所', ...LANGUAGES.map(([, words]) => wholeCol(words))]}
            rows={learned.changed.map(({ office }) => [
              office.facts.name,
              ...LANGUAGES.map(([language, words]) => (
                <a href={withQuery(paths.draftPoster(draft.id), { office: office.code, language })}>
                  PDF
                  <span class="unseen">
                    ：{office.facts.name}、{words}
                  </span>
                </a>
              )),
            ])}
          />
        </Section>
      )}
    </TitledPage>
  );
}

async function page(ask: SignedAsk, draft: Draft, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const props = { draft, learned: await learn(ask, draft), notice: await readDraftNotice(ask.db, draft.id), errors };
  return show(<TellPage ask={ask} props={props} />, status);
}

/** Puts the notice on the site, once, after a look in each language. */
async function tell(ask: SignedAsk, draft: Draft): Promise<Answer> {
  const form = noticeForm(ask.now);
  const typed = readForm(ask, form);
  if (!typed.ok) return page(ask, draft, typed.errors, 422);
  if (pressed(ask) === 'edit') return page(ask, draft);
  const action = paths.draftTell(draft.id);
  if (pressed(ask) === 'look')
    return noticePreview(ask, {
      form,
      value: typed.value,
      action,
      from: 'すぐに掲載',
      submit: '掲載する',
      crumbs: [
        { href: paths.draft(draft.id), words: '公開した変更' },
        { href: action, words: TITLE },
      ],
    });
  await addNotice(ask.db, ask.actor, draftNoticeForm(draft.id), typed.value);
  return go(withQuery(action, { done: 'added' }));
}

async function poster(ask: SignedAsk, draft: Draft): Promise<Answer> {
  const { changed, services } = await learn(ask, draft);
  const found = changed.find(({ office }) => office.code === field(ask.query, 'office'));
  if (found === undefined) return show(<NotFound ask={ask} />, 404);
  const language = chosenLanguage(field(ask.query, 'language'));
  const { office, of } = found;
  const paper = await hoursPoster(ask.db, language, { office: office.facts, parts: of.parts, services });
  const name = `受付時間の変更_${office.facts.name}${language === 'ja' ? '' : `_${languageWords(language)}`}.pdf`;
  return file('application/pdf', name, await printPdf(paper));
}

type Named = (ask: SignedAsk, then: (draft: Draft) => Promise<Answer>) => Promise<Answer>;

/** How citizens are told of a published draft. `named`: the draft of the address, or a page that is not there. */
export function tellRoutes(named: Named): readonly Route[] {
  const published = (then: (ask: SignedAsk, draft: Draft) => Promise<Answer>) => (ask: SignedAsk) =>
    named(ask, async (draft) =>
      draft.state === 'published' || draft.state === 'publishing' ? then(ask, draft) : show(<NotFound ask={ask} />, 404),
    );
  return [
    get(paths.draftTell(':id'), 'calendar.see', published(page)),
    post(paths.draftTell(':id'), 'calendar.edit', '公開した変更のお知らせの追加', published(tell)),
    post(
      paths.endDraftNotice(':id'),
      'calendar.edit',
      '公開した変更のお知らせの終了',
      published(async (ask, draft) => {
        const notice = await readDraftNotice(ask.db, draft.id);
        const done = notice === undefined ? 'over' : await endNotice(ask.db, ask.actor, notice.id);
        return go(withQuery(paths.draftTell(draft.id), { done }));
      }),
    ),
    get(paths.draftPoster(':id'), 'calendar.see', published(poster)),
  ];
}
