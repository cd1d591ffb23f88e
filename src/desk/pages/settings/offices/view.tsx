import type { Facts } from '../../../../audit/change.ts';
import type { Ready } from '../../../../closing/ready.ts';
import { longDate } from '../../../../lib/dates/format.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Button, type FormErrors, IconOn, LinkButton, PostForm, Table, TextField } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import type { TransferPair } from '../../../../offices/transfers.ts';
import { seenIn, shownIn } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, type SignedAsk } from '../../../route.ts';
import { RetiredPage } from '../out-of-use.tsx';
import { Meanwhile, SettingsPage } from '../parts.tsx';
import { OfficeFields, officeBoxes } from './form.tsx';

export const OFFICES = { href: paths.offices, words: '交付場所' };

/** Whether citizens may choose it, in words. `today` is 2026-11-23. */
function offered({ facts, retiredAt }: OfficeRecord, today: string): string {
  if (retiredAt !== null || facts.citizensFrom === null) return '公開していません';
  if (facts.citizensTo !== null && facts.citizensTo < today) return `${longDate(facts.citizensTo)}で終わりました`;
  if (facts.citizensFrom > today) return `${longDate(facts.citizensFrom)}から公開します`;
  return facts.citizensTo === null ? '公開しています' : `公開しています（${longDate(facts.citizensTo)}まで）`;
}

const roles = ({ facts }: OfficeRecord): string =>
  [facts.isPickup ? '市民が来る' : '', facts.isStorage ? 'カードを保管する' : ''].filter((role) => role !== '').join('・');

export function OfficesPage({ ask, offices, today }: { ask: SignedAsk; offices: OfficeRecord[]; today: string }) {
  const used = offices.filter(({ retiredAt }) => retiredAt === null);
  const retired = offices.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <SettingsPage
      ask={ask}
      title="交付場所"
      bar={<a href={paths.newOffice}>交付場所を加える</a>}
      said={ask.query['done'] === 'retired' ? '使うのをやめました。下の表から、戻せます。' : undefined}
    >
      <Table
        caption="使っている交付場所"
        empty="交付場所は、まだありません。「交付場所を加える」から始めてください。"
        columns={[
          { head: '名前', whole: true },
          { head: '役割' },
          { head: '市民への公開' },
          { head: '電話', whole: true },
          { head: '並び順', right: true },
        ]}
        rows={used.map((office) => [
          <a href={paths.office(office.id)}>{office.facts.name}</a>,
          roles(office),
          offered(office, today),
          office.facts.phone,
          String(office.facts.position),
        ])}
      />
      {retired.length > 0 && (
        <section class="desk-section" aria-labelledby="retired">
          <h2 id="retired">使うのをやめた交付場所</h2>
          <Table
            caption="使うのをやめた交付場所"
            columns={[{ head: '名前', whole: true }, { head: 'やめた日時' }]}
            rows={retired.map((office) => [
              <a href={paths.office(office.id)}>{office.facts.name}</a>,
              office.retiredAt === null ? '' : deskMoment(office.retiredAt),
            ])}
          />
        </section>
      )}
    </SettingsPage>
  );
}

export function NewOfficePage({ ask, errors, position }: { ask: SignedAsk; errors: FormErrors; position: number }) {
  const shown = shownIn(ask, { pickup: 'yes', position: String(position) });
  return (
    <SettingsPage ask={ask} title="交付場所を加える" crumbs={[OFFICES]} errors={errors}>
      <PostForm action={paths.newOffice} token={ask.token} class="desk-form">
        <TextField
          name="code"
          label="コード"
          size="code"
          hint="予約サイトの住所（URL）に使います。半角の英小文字・数字・ハイフン。あとから変えられません。例：kitano"
          error={errors['code']}
          value={shown('code')}
        />
        <OfficeFields shown={shown} errors={errors} />
        <p class="acts">
          <Button>加える</Button>
          <LinkButton href={paths.offices} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </SettingsPage>
  );
}

const DONE: Record<string, string> = {
  added: '交付場所を加えました。市民が予約できるようになるまでにすることを、順に進めてください。',
  changed: '交付場所を変えました。',
  same: '変わったところは、ありませんでした。',
  transfers: '回送の日数を変えました。',
  restored: '使うように戻しました。市民への公開は止めてあります。公開するときは、期間を入れてください。',
};

/** What is left to do until citizens can book here, step by step. */
function Todo({ office, ready, pairs, today }: { office: OfficeRecord; ready: Ready[]; pairs: TransferPair[]; today: string }) {
  return (
    <ul class="may-do todo">
      {pairs.length > 0 && (
        <li>
          <a href={paths.transfers(office.id)}>
            回送の日数を確かめる
            <IconOn />
          </a>
        </li>
      )}
      {office.facts.isPickup &&
        ready.map(({ serviceId, name, windows, lastSlotDay }) => (
          <li>
            <a href={paths.window(office.id, serviceId)}>
              {name}の予約可能期間
              <IconOn />
            </a>
            <span class="sub">
              {windows ? '決めてあります。' : 'まだ決めていません。市民も職員も、予約できません。'}
              {lastSlotDay === null
                ? '予約枠は、まだありません。開庁時間を決めて公開すると、できます。'
                : `予約枠は、${longDate(lastSlotDay)}までできています。`}{' '}
              <a href={withQuery(paths.calendar, { office: office.code, service: serviceId })}>
                予約枠<span class="unseen">：{name}</span>
              </a>
            </span>
          </li>
        ))}
      <li class="may-not">
        <b>市民への公開</b>
        <span>{offered(office, today)}</span>
      </li>
    </ul>
  );
}

export type OfficeProps = {
  office: OfficeRecord;
  errors: FormErrors;
  ready: Ready[];
  pairs: TransferPair[];
  today: string;
  /** What was typed into a page that was out of date. */
  meanwhile?: Facts;
};

export function OfficePage({ ask, props }: { ask: SignedAsk; props: OfficeProps }) {
  const { office, errors, meanwhile } = props;
  const title = `交付場所：${office.facts.name}`;
  if (office.retiredAt !== null)
    return (
      <RetiredPage
        ask={ask}
        title={title}
        heading={office.facts.name}
        crumbs={[OFFICES]}
        since={office.retiredAt}
        done="使うのをやめました"
        restore={{ action: paths.restoreOffice(office.id), button: '使うように戻す' }}
      />
    );
  return (
    <SettingsPage
      ask={ask}
      title={title}
      heading={office.facts.name}
      crumbs={[OFFICES]}
      said={DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={office.facts} typed={meanwhile} />}
      <div class="desk-columns">
        <div class="desk-body">
          <PostForm
            action={paths.office(office.id)}
            token={ask.token}
            class="desk-form"
            hidden={{ seen: seenIn(ask, office.facts, meanwhile !== undefined) }}
          >
            <OfficeFields shown={shownIn(ask, officeBoxes(office.facts))} errors={errors} />
            <p class="acts">
              <Button>保存する</Button>
              <LinkButton href={paths.offices} kind="second">
                一覧に戻る
              </LinkButton>
            </p>
          </PostForm>
        </div>
        <aside class="desk-side" aria-labelledby="todo">
          <h2 id="todo">予約を受けるまでに</h2>
          <Todo {...props} />
          <p class="retire-link">
            <a href={paths.retireOffice(office.id)}>この場所を使うのをやめる</a>
          </p>
        </aside>
      </div>
    </SettingsPage>
  );
}
