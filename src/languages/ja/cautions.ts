export const cautions = {
  title: '当日までのお願い',
  heading: '当日までの|お願いを|お読みください',
  lead: 'お読みに|なったら、|1つずつ|チェックを|つけてください。',
  next: '次へ進む',
  missing: '「{caution}」を|お読みになったら、|チェックを|つけてください',
  tick: 'チェックを|つけてください',
} as const;
