import { randomUUID } from 'node:crypto';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { Button, ErrorSummary, hasErrors, Notice, Says, TextArea, TextField } from '../../../lib/html/index.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { concernsAge } from '../../../services/cautions.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Chosen } from '../../parts/places.ts';
import { CallNow } from '../../parts/read-box.tsx';
import { nameOf, type Who } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import { CONTACT_BOXES } from './contact.ts';
import type { BookingProps } from './props.ts';

type ConfirmProps = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; chosen: Chosen };

/** What is told who calls before the place is confirmed: what to bring, and what citizens of that age tick on the web. */
function ToTell({ props, service, who, chosen }: Pick<ConfirmProps, 'props' | 'service' | 'who' | 'chosen'>) {
  const born = who.by === 'card' ? who.card.birthDate : who.person.birthDate;
  const bring = [...service.bring, ...(concernsAge('under-15', born, chosen.day) ? service.bringUnder15 : [])];
  const cautions = props.cautions.filter(({ ages }) => concernsAge(ages, born, chosen.day));
  if (bring.length === 0 && cautions.length === 0) return null;
  return (
    <div class="call-tell">
      <h3>読み上げる注意事項</h3>
      <ul class="read-cautions">
        {bring.length > 0 && (
          <li>
            <b>お持ちいただくもの</b>
            <p>{bring.join('、')}</p>
          </li>
        )}
        {[...Map.groupBy(cautions, ({ concerns }) => concerns)].map(([concerns, those]) => (
          <li>
            <b>{concerns}</b>
            {those.map(({ body }) => (
              <p>{body}</p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The reasons that are asked only where they are needed. */
function Reasons({
  ask,
  props,
  full,
  first,
  typed,
}: {
  ask: SignedAsk;
  props: BookingProps;
  full: boolean;
  first: string;
  typed: Typed;
}) {
  const { errors, standing } = props;
  return (
    <>
      {full && can(ask.session, 'booking.exceed') && (
        <TextField
          name="exceed"
          label="枠を超える理由"
          hint="満員の枠です。理由は記録に残ります。"
          error={errors['exceed']}
          value={typed('exceed', '')}
          autoFocus={first === 'exceed'}
        />
      )}
      {standing !== undefined && (
        <TextField
          name="person"
          label="重ねて予約する理由"
          hint={`同じ方に、${shortDate(standing.day)} ${clockTime(standing.startMinute)}の予約（${standing.number ?? '手続き中'}）があります。`}
          error={errors['person']}
          value={typed('person', '')}
          autoFocus={first === 'person'}
        />
      )}
    </>
  );
}

type Typed = (name: string, otherwise: string) => string;

/** How to reach who calls, and the remark. The mail stands first: it is what is missing. */
function Contact({ props, who, first, typed }: { props: BookingProps; who: Who; first: string; typed: Typed }) {
  const { errors } = props;
  return (
    <div class="call-contact">
      <TextField
        name="mail"
        label="メール"
        need="may"
        type="text"
        inputMode="email"
        error={errors['mail']}
        value={typed('mail', '')}
        accessKey="3"
        autoFocus={first === 'mail'}
      />
      {who.by === 'card' && (
        <>
          <TextField
            name="phone"
            label="電話番号"
            need="may"
            type="tel"
            error={errors['phone']}
            value={typed('phone', showPhone(who.card.phone))}
          />
          <TextArea
            name="remark"
            label="備考"
            need="may"
            rows={2}
            error={errors['remark']}
            value={typed('remark', who.card.remark?.body ?? '')}
          />
        </>
      )}
    </div>
  );
}

/** Third column of the call: what is read aloud, what is still needed to book it, and what is told. */
export function Confirm({ ask, props, who, service, chosen }: ConfirmProps) {
  const { errors, standing, hold } = props;
  const typed: Typed = (name, otherwise) => (props.typed?.[name] === undefined ? otherwise : field(props.typed, name));
  const full = chosen.free === 0;
  const held = hold?.slotId === chosen.id ? hold : undefined;
  // The cursor waits in the first box that is needed; after errors the list of them has it, after a lost place the grid.
  const first =
    hasErrors(errors) || props.problem?.near !== undefined ? '' : full ? 'exceed' : standing !== undefined ? 'person' : 'mail';
  const remark = who.by === 'card' ? who.card.remark : null;
  return (
    <>
      <CallNow
        problem={props.problem}
        names={[nameOf(who)]}
        chosen={chosen}
        service={service.needsCard ? undefined : service.name}
        heldUntil={held?.until}
      />
      {held === undefined && !full && standing === undefined && (
        <Notice kind="care">
          <Says>確保の期限が過ぎました。空いていれば、このまま予約できます。</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <input type="hidden" name="id" value={typed('id', randomUUID())} />
      <input type="hidden" name="held" value={held?.id ?? ''} />
      <input type="hidden" name="remark_from" value={typed('remark_from', remark === null ? '' : String(remark.id))} />
      <Reasons ask={ask} props={props} full={full} first={first} typed={typed} />
      <Contact props={props} who={who} first={first} typed={typed} />
      <ToTell props={props} service={service} who={who} chosen={chosen} />
      <p class="acts">
        <Button wide name="act" value="confirm">
          この内容で予約する
        </Button>
      </p>
    </>
  );
}

/** Before a place is chosen: what was typed for the one that was lost travels along. */
export function KeptContact({ props }: { props: BookingProps }) {
  return (
    <>
      <CallNow problem={props.problem} names={[]} chosen={undefined} />
      <p class="soft">日時を選ぶと、読み上げる内容を表示します。</p>
      {CONTACT_BOXES.map((name) => {
        const typed = props.typed?.[name];
        return typeof typed === 'string' && typed !== '' ? <input type="hidden" name={name} value={typed} /> : null;
      })}
    </>
  );
}
