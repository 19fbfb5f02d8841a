// Resolves imports as a bundler does, folders and names without an extension included: some parts are only written for one.
export async function resolve(specifier, context, next) {
  for (const end of ['', '.js', '/index.js']) {
    try {
      return await next(specifier + end, context);
    } catch (error) {
      if (end === '/index.js' || !['ERR_UNSUPPORTED_DIR_IMPORT', 'ERR_MODULE_NOT_FOUND'].includes(error.code)) throw error;
    }
  }
}
