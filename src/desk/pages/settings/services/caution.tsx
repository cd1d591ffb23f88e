import type { Facts } from '../../../../audit/change.ts';
import { Button, type FormErrors, hasErrors, LinkButton, PostForm, TextArea, TextField } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { freeText, lineOfText } from '../../../../lib/values/texts.ts';
import {
  addCaution,
  type CautionFacts,
  type CautionRecord,
  changeCaution,
  listCautions,
  readCaution,
  showCaution,
} from '../../../../services/cautions.ts';
import { readService, type ServiceRecord } from '../../../../services/read.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { seenIn, shownIn, typedForm, wrongText } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { Meanwhile, RIGHT, SettingsPage } from '../parts.tsx';
import { PositionField, positionAfter, positionTyped } from '../position.tsx';
import { SERVICES } from './view.tsx';
import type { WithService } from './with.tsx';

const CONCERNS = 40;
const BODY = 300;

function readForm(ask: SignedAsk): { facts: CautionFacts; errors: FormErrors } {
  const form = typedForm(ask.body);
  return {
    facts: {
      concerns: form.must('concerns', lineOfText(CONCERNS), wrongText('だれへの注意か', CONCERNS), ''),
      body: form.must('body', freeText(BODY), wrongText('文', BODY), '').replaceAll('\n', ''),
      position: positionTyped(form),
    },
    errors: form.errors,
  };
}

type Props = {
  service: ServiceRecord;
  /** None yet: a new one. */
  caution: CautionRecord | undefined;
  /** What the others concern: a caution under the same words joins their group. */
  groups: string[];
  errors: FormErrors;
  position: number;
  meanwhile?: Facts;
};

function CautionPage({
  ask,
  props: { service, caution, groups, errors, position, meanwhile },
}: {
  ask: SignedAsk;
  props: Props;
}) {
  const kept = caution?.facts ?? { concerns: groups[0] ?? 'すべての方', body: '', position };
  const shown = shownIn(ask, { ...kept, position: String(kept.position) });
  const crumbs = [SERVICES, { href: paths.service(service.id), words: service.facts.name }];
  return (
    <SettingsPage ask={ask} title={caution === undefined ? '注意を加える' : '注意を変える'} crumbs={crumbs} errors={errors}>
      {meanwhile !== undefined && <Meanwhile kept={kept} typed={meanwhile} />}
      <PostForm
        action={caution === undefined ? paths.newCaution(service.id) : paths.caution(caution.id)}
        token={ask.token}
        class="desk-form"
        hidden={caution === undefined ? {} : { seen: seenIn(ask, caution.facts, meanwhile !== undefined) }}
      >
        <TextField
          name="concerns"
          label="だれへの注意か"
          hint={
            groups.length === 0
              ? '例：すべての方、15歳未満の方'
              : `同じ言葉の注意は、ひとまとまりに並びます。いまあるもの：${groups.join('、')}`
          }
          error={errors['concerns']}
          value={shown('concerns')}
        />
        <TextArea
          name="body"
          label="文"
          rows={4}
          hint="最初の一文が見出しになり、残りが説明になります。市民は、1つずつ印を付けます。"
          error={errors['body']}
          value={shown('body')}
        />
        <PositionField shown={shown} errors={errors} />
        <p class="acts">
          <Button>{caution === undefined ? '加える' : '保存する'}</Button>
          <LinkButton href={paths.service(service.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
      {caution !== undefined && (
        <PostForm
          action={paths.showCaution(caution.id)}
          token={ask.token}
          class="desk-section"
          hidden={{ show: caution.retiredAt === null ? '' : 'yes' }}
        >
          <Button kind={caution.retiredAt === null ? 'stop' : 'second'}>
            {caution.retiredAt === null ? 'この注意を出すのをやめる' : 'この注意を、また出す'}
          </Button>
        </PostForm>
      )}
    </SettingsPage>
  );
}

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  more: { errors?: FormErrors; meanwhile?: Facts } = {},
  status = 200,
): Promise<Answer> {
  const cautions = await listCautions(ask.db, service.id);
  const groups = [...new Set(cautions.filter(({ retiredAt }) => retiredAt === null).map(({ facts }) => facts.concerns))];
  const position = positionAfter(cautions);
  return show(<CautionPage ask={ask} props={{ service, caution, groups, position, errors: {}, ...more }} />, status);
}

const withCaution =
  (work: (ask: SignedAsk, caution: CautionRecord, service: ServiceRecord) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const id = smallId(ask.params['id']);
    const caution = id.ok ? await readCaution(ask.db, id.value) : undefined;
    const service = caution === undefined ? undefined : await readService(ask.db, caution.serviceId);
    return caution === undefined || service === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, caution, service);
  };

const back = (serviceId: number, done: string): Answer => go(withQuery(paths.service(serviceId), { done }, 'cautions'));

export const cautionRoutes = (withService: WithService): readonly Route[] => [
  get(
    paths.newCaution(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service, undefined)),
  ),
  post(
    paths.newCaution(':id'),
    RIGHT,
    withService(async (ask, service) => {
      const { facts, errors } = readForm(ask);
      if (hasErrors(errors)) return page(ask, service, undefined, { errors }, 422);
      await addCaution(ask.db, ask.actor, service, facts);
      return back(service.id, 'caution');
    }),
  ),
  get(
    paths.caution(':id'),
    RIGHT,
    withCaution((ask, caution, service) => page(ask, service, caution)),
  ),
  post(
    paths.caution(':id'),
    RIGHT,
    withCaution(async (ask, caution, service) => {
      const { facts, errors } = readForm(ask);
      if (hasErrors(errors)) return page(ask, service, caution, { errors }, 422);
      const changed = await changeCaution(ask.db, ask.actor, caution.id, field(ask.body, 'seen'), facts);
      if (changed.ok) return back(service.id, changed.value === 'same' ? 'same' : 'caution');
      return withCaution((again, now) => page(again, service, now, { meanwhile: facts }, 409))(ask);
    }),
  ),
  post(
    paths.showCaution(':id'),
    RIGHT,
    withCaution(async (ask, caution, service) => {
      const shown = ask.body['show'] === 'yes';
      await showCaution(ask.db, ask.actor, caution.id, shown);
      return back(service.id, shown ? 'caution-on' : 'caution-off');
    }),
  ),
];
