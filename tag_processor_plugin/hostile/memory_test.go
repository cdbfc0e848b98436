package hostile

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// usage is memory in bytes.
type usage struct {
	// Objects are the heap's objects, those among them that are garbage but not swept.
	Objects int64
	// Mapped is what the runtime has from the operating system and did not give back.
	Mapped int64
	// Resident is what the process has of the machine's memory.
	Resident int64
}

const sampleEvery = 2 * time.Millisecond

// watchMemory collects garbage and then watches how far memory grows, until stop is
// called for the highest growth. The kernel counts what is resident, where it allows
// its mark to be set back; the rest is sampled.
func watchMemory() (stop func() usage) {
	debug.FreeOSMemory()
	marked := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil
	base, resident := sample(), residentPeak()
	peak := base
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for ticker := time.NewTicker(sampleEvery); ; {
			now := sample()
			peak.Objects, peak.Mapped = max(peak.Objects, now.Objects), max(peak.Mapped, now.Mapped)
			select {
			case <-ticker.C:
			case <-end:
				ticker.Stop()
				return
			}
		}
	}()
	return func() usage {
		close(end)
		<-ended
		growth := usage{Objects: peak.Objects - base.Objects, Mapped: peak.Mapped - base.Mapped}
		if marked {
			growth.Resident = residentPeak() - resident
		}
		return growth
	}
}

func sample() usage {
	s := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(s)
	at := func(i int) int64 { return int64(s[i].Value.Uint64()) }
	return usage{Objects: at(0), Mapped: at(1) - at(2)}
}

// residentPeak is the highest resident size since the mark was set back, or 0 where
// the kernel does not tell.
func residentPeak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	n, _ := strconv.ParseInt(kilobytes, 10, 64)
	return n << 10
}
