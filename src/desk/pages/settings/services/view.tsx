import type { Facts } from '../../../../audit/change.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Button, type FormErrors, LinkButton, PostForm, Table, TextField } from '../../../../lib/html/index.ts';
import type { CautionRecord } from '../../../../services/cautions.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { seenIn, shownIn } from '../../../parts/typed.ts';
import { paths } from '../../../paths.ts';
import { field, type SignedAsk } from '../../../route.ts';
import { RetiredPage } from '../out-of-use.tsx';
import { Meanwhile, SettingsPage } from '../parts.tsx';
import { ServiceFields, serviceBoxes } from './form.tsx';

export const SERVICES = { href: paths.services, words: '手続き' };

export function ServicesPage({ ask, services }: { ask: SignedAsk; services: ServiceRecord[] }) {
  const retired = services.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <SettingsPage
      ask={ask}
      title="手続き"
      bar={<a href={paths.newService}>手続きを加える</a>}
      said={ask.query['done'] === 'retired' ? '受付をやめました。下の表から、戻せます。' : undefined}
    >
      <Table
        caption="受け付けている手続き"
        empty="手続きは、まだありません。「手続きを加える」から始めてください。"
        columns={[
          { head: '名前' },
          { head: 'コード', whole: true },
          { head: '本人の確かめ方' },
          { head: '使う枠', right: true, whole: true },
          { head: '人数' },
          { head: '並び順', right: true },
        ]}
        rows={services
          .filter(({ retiredAt }) => retiredAt === null)
          .map(({ id, code, facts }) => [
            <a href={paths.service(id)}>{facts.name}</a>,
            <span class="code">{code}</span>,
            facts.needsCard ? '登録されたカード' : '氏名・生年月日・電話',
            `${facts.slotsLong}枠`,
            `ご本人を含めて${facts.partyMax}人まで（${facts.counts === 'people' ? '人数' : '組'}で数える）`,
            String(facts.position),
          ])}
      />
      {retired.length > 0 && (
        <section class="desk-section" aria-labelledby="retired">
          <h2 id="retired">受付をやめた手続き</h2>
          <Table
            caption="受付をやめた手続き"
            columns={[{ head: '名前' }, { head: 'やめた日時' }]}
            rows={retired.map(({ id, facts, retiredAt }) => [
              <a href={paths.service(id)}>{facts.name}</a>,
              retiredAt === null ? '' : deskMoment(retiredAt),
            ])}
          />
        </section>
      )}
    </SettingsPage>
  );
}

export function NewServicePage({ ask, errors, position }: { ask: SignedAsk; errors: FormErrors; position: number }) {
  const shown = shownIn(ask, { counts: 'people', long: '1', party: '1', position: String(position) });
  return (
    <SettingsPage ask={ask} title="手続きを加える" crumbs={[SERVICES]} errors={errors}>
      <PostForm action={paths.newService} token={ask.token} class="desk-form">
        <TextField
          name="code"
          label="コード"
          size="code"
          hint="予約サイトの住所（URL）に使います。半角の英小文字・数字・ハイフン。あとから変えられません。例：card-pickup"
          error={errors['code']}
          value={shown('code')}
        />
        <ServiceFields shown={shown} errors={errors} fresh />
        <p class="acts">
          <Button>加える</Button>
          <LinkButton href={paths.services} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </SettingsPage>
  );
}

const DONE: Record<string, string> = {
  added: '手続きを加えました。予約可能期間と開庁時間を決めると、予約を受けられます。',
  changed: '手続きを変えました。',
  same: '変わったところは、ありませんでした。',
  restored: '受付を戻しました。',
  caution: '注意を保存しました。いま予約を進めている方にも出ます。',
  'caution-off': '注意を出すのをやめました。',
  'caution-on': '注意を、また出します。',
};

function Cautions({ service, cautions }: { service: ServiceRecord; cautions: CautionRecord[] }) {
  return (
    <section class="desk-section" aria-labelledby="cautions">
      <div class="bar">
        <h2 id="cautions">予約の前に確かめてもらう注意</h2>
        <p class="bar-right">
          <a href={paths.newCaution(service.id)}>注意を加える</a>
        </p>
      </div>
      <Table
        caption="予約の前に確かめてもらう注意"
        empty="注意は、まだありません。"
        columns={[{ head: '文' }, { head: 'だれへの注意か' }, { head: '並び順', right: true }, { head: '状態', whole: true }]}
        rows={cautions.map(({ id, facts, retiredAt }) => [
          <a href={paths.caution(id)}>{facts.body}</a>,
          facts.concerns,
          String(facts.position),
          retiredAt === null ? '出しています' : '出していません',
        ])}
      />
    </section>
  );
}

export type ServiceProps = { service: ServiceRecord; cautions: CautionRecord[]; errors: FormErrors; meanwhile?: Facts };

export function ServicePage({ ask, props: { service, cautions, errors, meanwhile } }: { ask: SignedAsk; props: ServiceProps }) {
  const title = `手続き：${service.facts.name}`;
  if (service.retiredAt !== null)
    return (
      <RetiredPage
        ask={ask}
        title={title}
        heading={service.facts.name}
        crumbs={[SERVICES]}
        since={service.retiredAt}
        done="受付をやめました"
        restore={{ action: paths.restoreService(service.id), button: '受付を戻す' }}
      />
    );
  return (
    <SettingsPage
      ask={ask}
      title={title}
      heading={service.facts.name}
      crumbs={[SERVICES]}
      said={DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={service.facts} typed={meanwhile} />}
      <PostForm
        action={paths.service(service.id)}
        token={ask.token}
        class="desk-form"
        hidden={{ seen: seenIn(ask, service.facts, meanwhile !== undefined), card: service.facts.needsCard ? 'yes' : '' }}
      >
        <ServiceFields shown={shownIn(ask, serviceBoxes(service.facts))} errors={errors} fresh={false} />
        <p class="acts">
          <Button>保存する</Button>
          <LinkButton href={paths.services} kind="second">
            一覧に戻る
          </LinkButton>
        </p>
      </PostForm>
      <Cautions service={service} cautions={cautions} />
      <p class="retire-link">
        <a href={paths.retireService(service.id)}>この手続きの受付をやめる</a>
      </p>
    </SettingsPage>
  );
}
