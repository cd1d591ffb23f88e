import {
  Button,
  Checkbox,
  ErrorSummary,
  fieldId,
  Grouped,
  hasErrors,
  LinkButton,
  PostForm,
  RadioGroup,
  Says,
  Select,
  TextField,
} from '../../../lib/html/index.ts';
import { Page } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { boxes, REASON_MOST, type ReadForm } from './read.ts';

/** The first form: what is to be shut and why. Nothing is shut by it; the next page shows what would happen. */
export function formPage(ask: SignedAsk, { typed, offices, services, errors }: ReadForm): Answer {
  return show(
    <Page ask={ask} title="臨時閉庁にする" wrong={hasErrors(errors)}>
      <h1>臨時閉庁にする</h1>
      <Says class="lead">次の画面で、閉庁にする枠と、予約のある方を確かめます。この画面では、まだ閉庁になりません。</Says>
      <ErrorSummary errors={errors} />
      <PostForm action={paths.newClosing} token={ask.token} class="desk-form">
        <Grouped id={fieldId('offices')} label="交付場所" hint="まとめて選べます。">
          <Checkbox
            name={boxes.everyOffice}
            label={`すべての交付場所（${offices.length}か所）`}
            checked={typed.all}
            error={errors[boxes.everyOffice]}
          />
          {offices.map(({ code, name }) => (
            <Checkbox name={boxes.office(code)} label={name} checked={typed.ticked.includes(code)} />
          ))}
        </Grouped>
        <Select
          name="service"
          label="手続き"
          need="may"
          value={typed.service}
          error={errors['service']}
          options={[{ value: '', label: 'すべての手続き' }, ...services.map(({ code, name }) => ({ value: code, label: name }))]}
        />
        <TextField
          name="from"
          label="開始日"
          hint="例：令和8年11月27日、11/27"
          size="id"
          value={typed.from}
          error={errors['from']}
        />
        <TextField
          name="to"
          label="終了日"
          need="may"
          hint="1日だけのときは、空欄にしてください。"
          size="id"
          value={typed.to}
          error={errors['to']}
        />
        <RadioGroup
          name="whole"
          legend="時間"
          value={typed.whole}
          error={errors['whole']}
          choices={[
            { value: 'yes', label: '終日' },
            {
              value: 'no',
              label: '時間を指定する',
              more: '下に、開始時刻と終了時刻を入力してください。一部でも重なる枠は、閉庁になります。',
            },
          ]}
        />
        <TextField
          name="begin"
          label="開始時刻"
          need="may"
          hint="「時間を指定する」のとき。例：13:00"
          size="code"
          value={typed.begin}
          error={errors['begin']}
        />
        <TextField
          name="end"
          label="終了時刻"
          need="may"
          hint="「時間を指定する」のとき。例：17:15"
          size="code"
          value={typed.end}
          error={errors['end']}
        />
        <TextField
          name="reason"
          label="理由"
          hint={`例：台風19号の接近のため。サイトのお知らせの文、入口に貼るお知らせ、受付中止のお知らせのメールに入り、市民の方が読みます。${REASON_MOST}文字まで。個人の氏名は書かないでください。`}
          value={typed.reason}
          error={errors['reason']}
        />
        <p class="acts">
          <Button name="act" value="preview">
            臨時閉庁の影響を確認する
          </Button>
          <LinkButton href={paths.closings} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>,
    hasErrors(errors) ? 422 : 200,
  );
}
