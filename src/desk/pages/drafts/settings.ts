import { type Form, form, line, moment } from '../../../lib/form/index.ts';

type Settings = { name: string; opensAt: Temporal.Instant | null };

/** A draft's name, and the hour from which citizens see new slots: an opening announced for Monday 9:00 must not happen nine hours early. */
export const settingsForm = (now: Temporal.Instant): Form<Settings> =>
  form<Settings>(
    {
      name: line('下書きの名称', 100, { called: '名称' }),
      opensAt: moment('増える枠を市民に公開する日時', {
        box: 'opens',
        timed: true,
        hint: '空欄にすると、下書きの公開と同時に公開します。予約を受けている枠の定員だけを増やすときは、公開と同時に予約できます。例：令和8年12月1日',
      }).optional(),
    },
    {
      rules: ({ opensAt }, say) => {
        if (opensAt != null && Temporal.Instant.compare(opensAt, now) <= 0)
          say('opensAt', 'これからの日時を入力してください。すぐに公開するときは、空欄にしてください。', 'day');
      },
    },
  );
