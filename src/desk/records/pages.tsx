import { type InTheWay, nothingInTheWay } from '../../closing/retire.ts';
import { cityDay, deskMoment } from '../../lib/dates/jst.ts';
import { FormFields } from '../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, rightCol, Says, Table, wholeCol } from '../../lib/html/index.ts';
import { leadsWithin } from '../bounds/leads-within.ts';
import { DeskForm, stateOf } from '../parts/form.tsx';
import { ComesAt, PLAN_DONE } from '../parts/planned.tsx';
import { Meanwhile, SettingsPage } from '../parts/settings-page.tsx';
import { field, type SignedAsk } from '../route.ts';
import { ChangeForm, type RecordProps } from './change-form.tsx';
import { InTheWayList } from './in-the-way.tsx';
import { codeForm, type Named, type RecordKind, type RecordRow } from './kind.ts';
import { RecordTextsAt } from './versions.tsx';

type Props<V extends Named, R extends string> = { ask: SignedAsk; kind: RecordKind<V, R> };

const crumbOf = <V extends Named, R extends string>({ paths, words }: RecordKind<V, R>) => ({
  href: paths.list,
  words: words.title,
});

/** Those in use, then those out of use with the way back. */
export function RecordListPage<V extends Named, R extends string>({
  ask,
  kind,
  rows,
  comes,
}: Props<V, R> & { rows: RecordRow<V>[]; comes: ReadonlyMap<number, Date> }) {
  const { words, paths, columns } = kind;
  const retired = rows.filter(({ retiredAt }) => retiredAt !== null);
  const today = cityDay(ask.now);
  return (
    <SettingsPage
      ask={ask}
      title={words.title}
      bar={leadsWithin(ask.session, paths.new) && <LinkButton href={paths.new}>{words.add}</LinkButton>}
      said={ask.query['done'] === 'retired' ? words.retired.said : undefined}
    >
      <Table
        caption={words.listCaption}
        empty={words.empty}
        columns={[wholeCol('名称'), ...columns, rightCol('並び順')]}
        rows={rows
          .filter(({ retiredAt }) => retiredAt === null)
          .map((row) => [
            <>
              <a href={paths.one(row.id)}>{row.facts.name}</a>
              <ComesAt at={comes.get(row.id)} />
            </>,
            ...columns.map(({ cell }) => cell(row, today)),
            String(row.facts.position),
          ])}
      />
      {retired.length > 0 && (
        <section class="desk-section" aria-labelledby="retired">
          <h2 id="retired">{words.retired.caption}</h2>
          <Table
            caption={words.retired.caption}
            columns={[wholeCol('名称'), '日時']}
            rows={retired.map(({ id, facts, retiredAt }) => [
              <a href={paths.one(id)}>{facts.name}</a>,
              retiredAt === null ? '' : deskMoment(retiredAt),
            ])}
          />
        </section>
      )}
    </SettingsPage>
  );
}

export function NewRecordPage<V extends Named, R extends string>({
  ask,
  kind,
  errors,
  position,
}: Props<V, R> & { errors: FormErrors; position: number }) {
  const { words, paths } = kind;
  const named = codeForm(kind.codeHint);
  return (
    <SettingsPage ask={ask} title={words.add} crumbs={[crumbOf(kind)]} errors={errors}>
      <DeskForm
        ask={ask}
        form={kind.form(undefined)}
        action={paths.new}
        values={{ ...kind.usual, position } as Partial<V>}
        errors={errors}
        submit="追加する"
        back={{ href: paths.list, words: '一覧に戻る' }}
      >
        <FormFields form={named} state={stateOf(ask, {}, errors)} />
      </DeskForm>
    </SettingsPage>
  );
}

/** Said of every kind, after a press. */
const DONE: Readonly<Record<string, string>> = { ...PLAN_DONE, 'in-use': 'すでに、使用中です。何も変更していません。' };

/** One record: its form, and what stands around it; out of use only the way back. */
export function RecordPage<V extends Named, R extends string>(props: RecordProps<V, R>) {
  const { ask, kind, row, around, history, errors = {}, meanwhile } = props;
  const { words, paths } = kind;
  const head = { title: `${words.title}：${row.facts.name}`, heading: row.facts.name, crumbs: [crumbOf(kind)] };
  if (row.retiredAt !== null) return <RetiredRecordPage {...props} head={head} since={row.retiredAt} />;
  const retire = leadsWithin(ask.session, paths.retire(':id')) && (
    <p class="retire-link">
      <a href={paths.retire(row.id)}>{words.retire.link}</a>
    </p>
  );
  const body = <ChangeForm {...props} />;
  return (
    <SettingsPage
      ask={ask}
      {...head}
      said={words.done[field(ask.query, 'done')] ?? DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={row.facts} typed={meanwhile} />}
      {around.side === undefined ? (
        body
      ) : (
        <div class="desk-columns">
          <div class="desk-body">{body}</div>
          <aside class="desk-side" aria-label="予約を受けるまでに">
            {around.side}
            {retire}
          </aside>
        </div>
      )}
      {around.below}
      <RecordTextsAt ask={ask} kind={kind} row={row} history={history} />
      {around.side === undefined && retire}
    </SettingsPage>
  );
}

type Head = { title: string; heading: string; crumbs: { href: string; words: string }[] };

/** Out of use: nothing can be changed until it is taken back into use. */
function RetiredRecordPage<V extends Named, R extends string>({
  ask,
  kind,
  row,
  head,
  since,
}: Props<V, R> & { row: RecordRow<V>; head: Head; since: Date }) {
  const { retired } = kind.words;
  return (
    <SettingsPage ask={ask} {...head}>
      <Says class="lead">{`${deskMoment(since)}に、${retired.since}。どの一覧にも出ません。`}</Says>
      {leadsWithin(ask.session, kind.paths.retire(':id')) && (
        <PostForm action={kind.paths.restore(row.id)} token={ask.token}>
          <p class="acts">
            <Button kind="second">{retired.restore}</Button>
          </p>
        </PostForm>
      )}
    </SettingsPage>
  );
}

/** Asks once more before a record goes out of use, or says what has to be done first. */
export function RetireRecordPage<V extends Named, R extends string>({
  ask,
  kind,
  row,
  inTheWay,
}: Props<V, R> & { row: RecordRow<V>; inTheWay: InTheWay }) {
  const { paths, words } = kind;
  const { retire } = words;
  const here = paths.one(row.id);
  const back = (
    <LinkButton href={here} kind="second">
      戻る
    </LinkButton>
  );
  return (
    <SettingsPage
      ask={ask}
      title={retire.title}
      heading={retire.heading(row.facts.name)}
      crumbs={[crumbOf(kind), { href: here, words: row.facts.name }]}
    >
      {nothingInTheWay(inTheWay) ? (
        <>
          <Says class="lead">{retire.means}</Says>
          <PostForm action={paths.retire(row.id)} token={ask.token}>
            <p class="acts">
              <Button kind="danger">{retire.button}</Button>
              {back}
            </p>
          </PostForm>
        </>
      ) : (
        <>
          <Notice kind="stop" title="現在は、廃止できません">
            <Says>{retire.notYet}</Says>
          </Notice>
          <InTheWayList inTheWay={inTheWay} officeId={kind.isPlace === true ? row.id : undefined} />
          <p class="acts">{back}</p>
        </>
      )}
    </SettingsPage>
  );
}
