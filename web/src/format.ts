// Danish forms of dates, times, amounts and CPR numbers (spec sapa 3).

export function dato(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-');
  return `${day}.${month}.${year}`;
}

const klokken = new Intl.DateTimeFormat('da-DK', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen' });

export function klokkeslaet(iso: string): string {
  return klokken.format(new Date(iso)).replace(':', '.');
}

// 1.234,56 kr.
export function kroner(oere: number): string {
  const whole = Math.trunc(Math.abs(oere) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '.');
  const rest = (Math.abs(oere) % 100).toString().padStart(2, '0');
  return `${oere < 0 ? '-' : ''}${whole},${rest} kr.`;
}

// The ten digits, or what is wrong. Test persons have 60 added to the day. The century is not looked at: 29.02 passes.
export function read_cpr(text: string): { cpr: string } | { fejl: 'CIFRE' | 'DATO' } {
  const cpr = text.replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(cpr)) return { fejl: 'CIFRE' };
  const written = Number(cpr.slice(0, 2));
  const day = written > 60 ? written - 60 : written;
  const month = Number(cpr.slice(2, 4));
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? { cpr } : { fejl: 'DATO' };
}

// Modulus 11; numbers issued since 2007 may fail it.
export function is_kontrolberegnet(cpr: string): boolean {
  const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(cpr[i]), 0);
  return sum % 11 === 0;
}

const DAY_MS = 86_400_000;

// Where a day lies in a window, 0 to 1.
export function andel(dag: string, fra: string, til: string): number {
  const start = Date.parse(fra);
  const length = Math.max(Date.parse(til) - start, DAY_MS);
  return Math.min(Math.max((Date.parse(dag) - start) / length, 0), 1);
}
