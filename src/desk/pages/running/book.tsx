import { randomUUID } from 'node:crypto';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { type FormErrors, LinkButton, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { addEntry, completedEntries, type Entry, type OpenEntries, openEntries } from '../../../running/entries.ts';
import { kindWords } from '../../../running/kinds.ts';
import { can } from '../../../staff/rights.ts';
import { Acts, readForm, stateOf } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { newOne } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { entryForm } from './forms.ts';
import { BOOK, EntryStateMark } from './parts.tsx';

const LAST = 30;

function Entries({ caption, entries, empty }: { caption: string; entries: readonly Entry[]; empty: string }) {
  return (
    <Table
      caption={caption}
      empty={empty}
      columns={[wholeCol('番号'), wholeCol('受付日時'), wholeCol('種類'), '件名', '受付元', wholeCol('期限'), wholeCol('状態')]}
      rows={entries.map((entry) => [
        String(entry.id),
        deskMoment(entry.receivedAt),
        kindWords(entry.kind),
        <a href={paths.entry(entry.id)}>{entry.subject}</a>,
        entry.way === 'watch' ? '監視' : entry.fromWhom,
        entry.dueOn === null ? '' : longDate(entry.dueOn),
        <EntryStateMark entry={entry} />,
      ])}
    />
  );
}

/** 運用の記録: what is open, and what was completed last (§9(4)③). */
function BookPage({ ask, open, completed }: { ask: SignedAsk; open: OpenEntries; completed: Entry[] }) {
  return (
    <TitledPage
      ask={ask}
      title="運用の記録"
      bar={can(ask.session, 'running.write') && <LinkButton href={paths.newEntry}>記録を追加する</LinkButton>}
    >
      <Says class="lead">問合せ、点検、機器保守、障害、セキュリティ情報を、受付から完了まで記録します。</Says>
      <ul class="may-do">
        {can(ask.session, 'people.see') && (
          <li>
            <a href={paths.list('running')}>期間や種類で検索・印刷</a>
          </li>
        )}
        {can(ask.session, 'running.write') && (
          <li>
            <a href={paths.contacts}>障害の報告先</a>
          </li>
        )}
      </ul>
      <Section title={`未完了　${grouped(open.count)}件`}>
        {open.count > open.shown.length && (
          <p class="soft">期限の順に{grouped(open.shown.length)}件を表示しています。完了にすると、続きが出ます。</p>
        )}
        <Entries caption="未完了の記録" entries={open.shown} empty="未完了の記録は、ありません。" />
      </Section>
      <Section title="最近完了した記録">
        <Entries caption="最近完了した記録" entries={completed} empty="完了した記録は、まだありません。" />
      </Section>
    </TitledPage>
  );
}

function newPage(ask: SignedAsk, errors: FormErrors = {}, status = 200): Answer {
  const form = entryForm(ask.now);
  const usual = form.boxes({ receivedAt: ask.now });
  const again = uuid(ask.body['form']);
  return show(
    <TitledPage ask={ask} title="運用の記録を追加する" crumbs={[BOOK]} errors={errors}>
      <PostForm
        action={paths.newEntry}
        token={ask.token}
        class="desk-form"
        hidden={{ form: again.ok ? again.value : randomUUID() }}
      >
        <FormFields form={form} state={stateOf(ask, usual, errors)} />
        <Acts submit="追加する" back={{ href: paths.running, words: '運用の記録に戻る' }} />
      </PostForm>
    </TitledPage>,
    status,
  );
}

async function add(ask: SignedAsk): Promise<Answer> {
  const typed = readForm(ask, entryForm(ask.now));
  if (!typed.ok) return newPage(ask, typed.errors, 422);
  const form = uuid(ask.body['form']);
  const id = await addEntry(ask.db, ask.actor, form.ok ? form.value : randomUUID(), typed.value);
  return go(withQuery(paths.entry(id), { done: 'added' }));
}

export const bookRoutes: readonly Route[] = [
  get(paths.running, 'running.see', async (ask) =>
    show(<BookPage ask={ask} open={await openEntries(ask.db)} completed={await completedEntries(ask.db, LAST)} />),
  ),
  get(paths.newEntry, 'running.write', async (ask) => newPage(ask)),
  post(paths.newEntry, 'running.write', { words: '運用の記録の登録', of: newOne }, add),
];
