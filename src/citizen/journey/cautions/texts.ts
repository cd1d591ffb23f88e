import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  next: string;
  missing: string;
  tick: string;
}> = {
  ja: {
    title: '当日までのお願い',
    heading: '当日までの|お願いを|お読みください',
    lead: 'お読みに|なったら、|1つずつ|チェックを|つけてください。',
    next: '次へ進む',
    missing: 'お読みになったら、|チェックを|つけてください',
    tick: 'チェックを|つけてください',
  },
};
