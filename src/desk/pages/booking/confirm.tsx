import { randomUUID } from 'node:crypto';
import { longDate, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { Button, ErrorSummary, PostForm, TextArea, TextField } from '../../../lib/html/index.ts';
import type { Service } from '../../../services/read.ts';
import type { Places } from '../../parts/places.ts';
import { keepWho, nameOf, type Who } from '../../parts/who.ts';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { BookingProps } from './props.ts';

type ConfirmProps = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; places: Places };

/** Third column of the call: what is read aloud, and what is still needed to book it. */
export function Confirm({ ask, props, who, service, places }: ConfirmProps) {
  const { chosen, office } = places;
  const { errors, standing } = props;
  if (chosen === undefined) return <p class="soft">日時をえらぶと、ここに読み上げる内容が出ます。</p>;
  const typed = (name: string, otherwise: string) => (props.typed === undefined ? otherwise : field(props.typed, name));
  const full = chosen.free === 0;
  // The cursor waits in the first box that is needed; after errors the list of them has it.
  const first = Object.keys(errors).length > 0 ? '' : full ? 'exceed' : standing !== undefined ? 'person' : 'mail';
  const remark = who.by === 'card' ? who.card.remark : null;
  return (
    <>
      <dl class="read-aloud">
        <dt>お名前</dt>
        <dd>{nameOf(who)} さま</dd>
        {!service.needsCard && (
          <>
            <dt>手続き</dt>
            <dd>{service.name}</dd>
          </>
        )}
        <dt>日時</dt>
        <dd class="read-large">
          {longDate(chosen.day)}
          <br />
          {spokenTime(chosen.startMinute)}
        </dd>
        <dt>場所</dt>
        <dd>
          {office.name}
          <span class="sub">{office.address}</span>
        </dd>
        {service.bring.length > 0 && (
          <>
            <dt>お持ちいただくもの</dt>
            <dd>{service.bring.join('、')}</dd>
          </>
        )}
        {props.cautions.length > 0 && (
          <>
            <dt>お伝えすること</dt>
            <dd>
              <ul class="read-cautions">
                {[...Map.groupBy(props.cautions, ({ concerns }) => concerns)].map(([concerns, those]) => (
                  <li>
                    <b>{concerns}</b>
                    {those.map(({ body }) => (
                      <p>{body}</p>
                    ))}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <ErrorSummary errors={errors} />
      <PostForm
        action={paths.booking}
        token={ask.token}
        hidden={{
          id: typed('id', randomUUID()),
          ...keepWho(who),
          slot: String(chosen.id),
          service: String(service.id),
          office: office.code,
          from: places.days[0] ?? '',
          search: props.search,
          remark_from: typed('remark_from', remark === null ? '' : String(remark.id)),
        }}
      >
        {full && (
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
            hint={`同じ方に、${shortDate(standing.day)}の予約（${standing.number ?? '手続き中'}）があります。`}
            error={errors['person']}
            value={typed('person', '')}
            autoFocus={first === 'person'}
          />
        )}
        <TextField
          name="mail"
          label="メールアドレス"
          need="may"
          type="text"
          inputMode="email"
          error={errors['mail']}
          value={typed('mail', '')}
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
              value={typed('phone', who.card.phone)}
            />
            <TextArea
              name="remark"
              label="備考"
              need="may"
              rows={2}
              error={errors['remark']}
              value={typed('remark', remark?.body ?? '')}
            />
          </>
        )}
        <p class="acts">
          <Button wide>この内容で予約する</Button>
        </p>
      </PostForm>
    </>
  );
}
