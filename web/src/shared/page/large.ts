const kept_as = 'lilong.large'

/** Large mode 长辈模式 is kept per device and can be asked for in the address (`?large=1`, UI-38). */
export function is_large(): boolean {
  return document.documentElement.classList.contains('large')
}

export function set_large(on: boolean) {
  document.documentElement.classList.toggle('large', on)
  localStorage.setItem(kept_as, on ? '1' : '0')
}

export function start_large() {
  const asked = new URLSearchParams(location.search).get('large') ?? localStorage.getItem(kept_as)
  document.documentElement.classList.toggle('large', asked === '1')
}
