// What Swift cannot import well from libmpg123: a function that is renamed by a macro, and flags of several enumerations.
#pragma once

#include <mpg123.h>

// A decoder that is fed bytes and gives 16-bit samples at the stream's own rate and channels; NULL when there is no memory for it.
//
// Tags are skipped rather than kept, junk between frames is passed over however long it is, and the sample counts that encoders note are
// used to leave out their own delay and padding, as players do.
static inline mpg123_handle *cmpg123_new_feed(void) {
    int error = MPG123_OK;
    mpg123_handle *handle = mpg123_new(NULL, &error);
    if (handle == NULL) return NULL;
    long flags = MPG123_QUIET | MPG123_GAPLESS | MPG123_SKIP_ID3V2;
    if (mpg123_param(handle, MPG123_ADD_FLAGS, flags, 0) == MPG123_OK &&
        mpg123_param(handle, MPG123_REMOVE_FLAGS, MPG123_AUTO_RESAMPLE, 0) == MPG123_OK &&
        mpg123_param(handle, MPG123_RESYNC_LIMIT, -1, 0) == MPG123_OK && mpg123_format_none(handle) == MPG123_OK &&
        mpg123_format2(handle, 0, MPG123_MONO | MPG123_STEREO, MPG123_ENC_SIGNED_16) == MPG123_OK &&
        mpg123_open_feed(handle) == MPG123_OK)
        return handle;
    mpg123_delete(handle);
    return NULL;
}

// What reading says, as plain numbers.
static const int cmpg123_ok = MPG123_OK;
static const int cmpg123_need_more = MPG123_NEED_MORE;
static const int cmpg123_new_format = MPG123_NEW_FORMAT;
static const int cmpg123_done = MPG123_DONE;
