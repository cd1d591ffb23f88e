import type { FormErrors } from '../../../lib/html/index.ts';
import { Says } from '../../../lib/html/index.ts';
import { changeContacts, readContacts } from '../../../running/contacts.ts';
import { DeskForm, readForm, seenOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { contactsForm } from './forms.ts';
import { BOOK } from './parts.tsx';

/** Where reports of faults go at the city. */
async function page(ask: SignedAsk, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const contacts = await readContacts(ask.db);
  const meanwhile = status === 409;
  return show(
    <TitledPage
      ask={ask}
      title="障害の報告先"
      crumbs={[BOOK]}
      errors={errors}
      said={field(ask.query, 'done') === 'saved' && status === 200 ? '障害の報告先を保存しました。' : undefined}
      refused={
        meanwhile
          ? `ほかの職員が先に変更しました。現在の報告先：${contacts.mails.join('、')}。欄の内容でよければ、もう一度押してください。`
          : undefined
      }
    >
      <Says class="lead">障害の初報と続報、計画停止の予定・変更・取りやめを、メールで送る先です。</Says>
      <DeskForm
        ask={ask}
        form={contactsForm}
        action={paths.contacts}
        values={contacts}
        errors={errors}
        seen={seenOf(ask, contacts, meanwhile)}
        submit="保存する"
        back={{ href: paths.running, words: '運用の記録に戻る' }}
      />
    </TitledPage>,
    status,
  );
}

export const contactRoutes: readonly Route[] = [
  get(paths.contacts, 'running.write', (ask) => page(ask)),
  post(paths.contacts, 'running.write', '障害の報告先の変更', async (ask) => {
    const typed = readForm(ask, contactsForm);
    if (!typed.ok) return page(ask, typed.errors, 422);
    const changed = await changeContacts(ask.db, ask.actor, field(ask.body, 'seen'), typed.value);
    return changed.ok ? go(withQuery(paths.contacts, { done: 'saved' })) : page(ask, {}, 409);
  }),
];
